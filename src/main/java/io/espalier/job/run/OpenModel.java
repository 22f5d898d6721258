package io.espalier.job.run;

import io.espalier.catalog.Model;
import io.espalier.graph.analysis.Analysis;
import java.nio.file.Path;

/**
 * A stored model that was mapped and analysed.
 *
 * @param analysis valid as long as the arena the model was opened in
 */
public record OpenModel(Model model, Path file, Analysis analysis) {}
