package io.espalier.job.run;

import io.espalier.method.CompressionResult;
import java.nio.file.Path;

/**
 * A compressed model that passed every check.
 *
 * @param file in the scratch folder of the job
 */
record Proven(CompressionResult result, Path file, Findings findings) {}
