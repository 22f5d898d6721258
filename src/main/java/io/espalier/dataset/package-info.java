/** Labelled samples: what they are, where they come from, and how they become batches. */
@NullMarked
package io.espalier.dataset;

import org.jspecify.annotations.NullMarked;
