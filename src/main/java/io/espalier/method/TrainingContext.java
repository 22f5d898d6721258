package io.espalier.method;

import io.espalier.engine.Device;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.Learners;
import io.espalier.engine.train.TrainingListener;
import io.espalier.graph.analysis.Analysis;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a step trains with.
 *
 * @param original the model as the job began with it; what a distillation learns from
 * @param devices of the learners
 * @param checkpoints of this step alone
 * @param nanoClock nanoseconds from any origin
 * @param seed the source of every random choice of the step
 */
public record TrainingContext(
    Analysis original,
    TrainingSamples samples,
    Learners learners,
    Instruments instruments,
    List<Device> devices,
    Checkpoints checkpoints,
    TrainingListener listener,
    LongSupplier nanoClock,
    long seed) {
  public TrainingContext {
    devices = List.copyOf(devices);
  }
}
