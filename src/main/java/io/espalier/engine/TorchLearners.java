package io.espalier.engine;

import ai.djl.engine.Engine;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Learners;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import java.util.Optional;

/** libtorch through DJL: a whole training step is one TorchScript program. */
public final class TorchLearners implements Learners {
  private final List<Device> devices;
  private final int threads;

  /**
   * Loads nothing yet.
   *
   * @param devices at least one; several share the samples of each micro-batch
   * @param threads threads of one operator, as {@link TorchRuntime} takes them
   */
  public TorchLearners(List<Device> devices, int threads) {
    this.devices = List.copyOf(devices);
    this.threads = threads;
  }

  @Override
  public Learner open(TypedGraph network, LearnerSettings settings, Optional<TypedGraph> teacher) {
    Lesson lesson = Lesson.of(network, settings, teacher);
    Engine engine = LibTorch.load(threads);
    return devices.size() == 1
        ? TorchLearner.open(engine, devices.getFirst(), 1, lesson)
        : ReplicatedLearner.open(engine, devices, lesson);
  }
}
