package io.espalier.job.run;

import io.espalier.catalog.Model;
import io.espalier.engine.Device;
import io.espalier.job.Job;
import io.espalier.method.spec.JobSpec;
import java.time.Instant;
import java.util.List;

/**
 * All that is known at the end of a run.
 *
 * @param devices that the attempt was given
 */
record Outcome(
    Job job, JobSpec spec, Model model, Proven proven, List<Device> devices, Instant started) {
  Outcome {
    devices = List.copyOf(devices);
  }
}
