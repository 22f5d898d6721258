package io.espalier.job.run;

import io.espalier.job.Job;
import io.espalier.method.CompressionResult;
import io.espalier.method.spec.JobSpec;
import java.nio.file.Path;
import java.time.Instant;

/**
 * All that is known at the end of a run.
 *
 * @param file the compressed model
 */
record Outcome(
    Job job,
    JobSpec spec,
    OpenModel source,
    CompressionResult result,
    Path file,
    Findings findings,
    Instant started) {}
