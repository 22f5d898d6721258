package io.espalier.method.prune.flow;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.engine.ResidentModel;
import io.espalier.engine.ResidentModels;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.rewrite.FloatingTensors;
import io.espalier.graph.rewrite.cut.ChannelMask;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.flow.BatchStatistics.Statistics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network that stays loaded while different parts of it are silenced. What it computes is what
 * the cut network computes.
 *
 * <p>Statistics of every BatchNormalization are measured in one pass, in which each of them
 * normalises by the batch at hand, as networks do when they learn; a second program of the same
 * weights does that. Measuring them one after the other, each on what the ones before it then give,
 * takes as many passes as there are.
 */
final class MaskedNetwork implements AutoCloseable {
  private final Analysis analysis;
  private final Map<String, Tensor> usual;
  private final Map<String, BranchGates.Gate> gates;
  private final BatchStatistics batch;
  private final ResidentModel model;
  private final Optional<ResidentModel> measuring;
  private final Set<String> changed = new HashSet<>();
  private final Map<String, Tensor> statistics = new LinkedHashMap<>();

  private MaskedNetwork(
      Analysis analysis, BranchGates gated, ResidentModels residents, BatchStatistics batch) {
    this.analysis = analysis;
    this.usual = gated.graph().initializers();
    this.gates = gated.gates();
    this.batch = batch;
    this.model = residents.open(ShapeInference.infer(gated.graph()), List.of());
    this.measuring = measuring(residents);
  }

  /**
   * Loads a network.
   *
   * @param blocks that may be silenced
   * @throws io.espalier.problem.EspalierException as {@link ResidentModels#open} does
   */
  static MaskedNetwork open(
      Analysis analysis, List<ResidualBlock> blocks, ResidentModels residents) {
    BranchGates gated = BranchGates.of(analysis.typed(), blocks);
    BatchStatistics batch = BatchStatistics.of(analysis.typed(), gated.graph());
    return new MaskedNetwork(analysis, gated, residents, batch);
  }

  private Optional<ResidentModel> measuring(ResidentModels residents) {
    if (batch.statistics().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(residents.open(ShapeInference.infer(batch.graph()), batch.values()));
    } catch (RuntimeException failure) {
      model.close();
      throw failure;
    }
  }

  /** Silences what a cut takes, and nothing else. */
  void silence(Cut cut) {
    Graph masked = new ChannelMask(analysis.channels(), cut.channels()).apply();
    Set<String> before = Set.copyOf(changed);
    changed.clear();
    masked.initializers().forEach(this::putIfChanged);
    cut.blocks().forEach(join -> put(gates.get(join).constant(), zero(gates.get(join))));
    before.stream()
        .filter(constant -> !changed.contains(constant))
        .forEach(constant -> putInBoth(constant, usual.get(constant)));
  }

  private static Tensor zero(BranchGates.Gate gate) {
    return FloatingTensors.scalar(gate.type(), 0);
  }

  private void putIfChanged(String constant, Tensor value) {
    if (value != usual.get(constant)) {
      put(constant, value);
    }
  }

  private void put(String constant, Tensor value) {
    changed.add(constant);
    putInBoth(constant, value);
  }

  private void putInBoth(String constant, Tensor value) {
    model.put(constant, value);
    measuring
        .filter(_ -> batch.graph().isConstant(constant))
        .ifPresent(other -> other.put(constant, value));
  }

  /**
   * Measures the statistics of every BatchNormalization on samples, and uses them.
   *
   * @param watcher called after every batch; what it throws ends the pass
   */
  void recalibrate(CalibrationData samples, Runnable watcher) {
    if (measuring.isEmpty()) {
      return;
    }
    List<MergedStatistics> merged =
        batch.statistics().stream().map(_ -> new MergedStatistics()).toList();
    try (Batches pass = samples.pass()) {
      while (pass.hasNext()) {
        try (Batch next = pass.next()) {
          add(measuring.get().run(next.inputs()), next.size(), merged);
        }
        watcher.run();
      }
    }
    for (int i = 0; i < merged.size(); i++) {
      Statistics names = batch.statistics().get(i);
      use(names.mean(), merged.get(i).mean());
      use(names.variance(), merged.get(i).variance());
    }
  }

  private void add(List<Tensor> results, int samples, List<MergedStatistics> merged) {
    int first = results.size() - 2 * merged.size();
    for (int i = 0; i < merged.size(); i++) {
      merged.get(i).add(samples, results.get(first + 2 * i), results.get(first + 2 * i + 1));
    }
  }

  private void use(String constant, double[] values) {
    ElementType type = usual.get(constant).elementType();
    Tensor tensor = FloatingTensors.of(type, new long[] {values.length}, i -> values[(int) i]);
    statistics.put(constant, tensor);
    changed.add(constant);
    model.put(constant, tensor);
  }

  /** The statistics that were measured last, by the name of their constant. */
  Map<String, Tensor> statistics() {
    return Map.copyOf(statistics);
  }

  /** The first output. */
  Tensor answer(Tensor inputs) {
    return model.run(inputs).getFirst();
  }

  @Override
  public void close() {
    measuring.ifPresent(ResidentModel::close);
    model.close();
  }
}
