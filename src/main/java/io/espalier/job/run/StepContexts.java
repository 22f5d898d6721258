package io.espalier.job.run;

import io.espalier.engine.Device;
import io.espalier.engine.TorchAlgebra;
import io.espalier.engine.TorchLearners;
import io.espalier.engine.TorchLossGradients;
import io.espalier.engine.TorchResidentModels;
import io.espalier.graph.analysis.Analysis;
import io.espalier.job.JobContext;
import io.espalier.method.Instruments;
import io.espalier.method.LatencyInstruments;
import io.espalier.method.StepContext;
import io.espalier.method.TrainingContext;
import io.espalier.method.spec.JobSpec;
import java.util.function.IntFunction;

/** What each step of a job is connected to. */
record StepContexts(
    Analysis original,
    JobSpec spec,
    JobData data,
    RunEnvironment environment,
    ModelFormat format,
    JobContext job)
    implements IntFunction<StepContext> {
  @Override
  public StepContext apply(int step) {
    return new RunningStep(
        job,
        StepShares.of(spec),
        step,
        latency(),
        data.training().map(opened -> running -> training(running, opened)));
  }

  private LatencyInstruments latency() {
    return new LatencyInstruments(
        new RuntimeTimer(environment, format, device(), job.scratch()),
        environment.latencies(),
        environment.devices().facts(device()).name());
  }

  private Instruments instruments() {
    int threads = environment.machine().processors();
    return new Instruments(
        new TorchResidentModels(device(), threads),
        new TorchLossGradients(device(), threads),
        new TorchAlgebra(device(), threads));
  }

  private Device device() {
    return job.devices().getFirst();
  }

  private TrainingContext training(RunningStep step, JobData.Opened opened) {
    return new TrainingContext(
        original,
        new LoadedSamples(opened),
        new TorchLearners(job.devices(), environment.machine().processors()),
        instruments(),
        job.devices(),
        job.checkpoints(step.step()),
        new StepListener(step),
        environment.nanoClock(),
        spec.seed() + step.step());
  }
}
