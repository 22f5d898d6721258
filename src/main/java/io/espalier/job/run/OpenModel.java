package io.espalier.job.run;

import io.espalier.catalog.Model;

/** A stored model that was mapped and analysed. */
record OpenModel(Model model, Source source) {}
