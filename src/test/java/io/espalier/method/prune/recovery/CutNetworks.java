package io.espalier.method.prune.recovery;

import io.espalier.engine.Device;
import io.espalier.engine.ResidentModel;
import io.espalier.engine.TorchAlgebra;
import io.espalier.engine.TorchResidentModels;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Survivors;
import io.espalier.graph.rewrite.cut.ChannelCut;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.method.Instruments;
import io.espalier.method.StepContext;
import io.espalier.method.spec.prune.Recovery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cuts small networks, brings them back and runs them, in libtorch on the CPU. */
final class CutNetworks {
  private static final int THREADS = 1;
  static final long SEED = 1;
  static final Instruments INSTRUMENTS =
      new Instruments(
          new TorchResidentModels(Device.CPU, THREADS),
          (_, _, _) -> {
            throw new AssertionError("Recovery needs no gradients.");
          },
          new TorchAlgebra(Device.CPU, THREADS));

  private CutNetworks() {}

  /** The network without the last channels of every prunable group, as many as a share says. */
  static CutNetwork cut(Graph graph, double share) {
    ChannelStructure structure = structure(graph);
    Map<String, Set<Integer>> removed = new LinkedHashMap<>();
    for (ChannelGroup group : structure.groups()) {
      int gone = (int) (group.channels() * share);
      if (group.prunable() && gone > 0) {
        removed.put(group.id(), numbers(group.channels() - gone, group.channels()));
      }
    }
    return cut(structure, removed);
  }

  /** The network without some channels of one group. */
  static CutNetwork cut(Graph graph, String group, Integer... channels) {
    return cut(structure(graph), Map.of(group, Set.of(channels)));
  }

  private static CutNetwork cut(ChannelStructure structure, Map<String, Set<Integer>> removed) {
    Survivors left = structure.without(removed);
    Graph cut = new ChannelCut(structure, removed).apply();
    return new CutNetwork(structure.typed().graph(), cut, left::positions);
  }

  static ChannelStructure structure(Graph graph) {
    return new ChannelAnalysis().analyze(ShapeInference.infer(graph));
  }

  private static Set<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toSet());
  }

  static Recovered recover(CutNetwork network, SampleInputs samples, Recovery... methods) {
    return new NetworkRecovery(INSTRUMENTS, samples, SEED)
        .recover(network, List.of(methods), StepContext.unwatched());
  }

  /** One value for a batch. */
  static Tensor value(Graph graph, String value, Tensor inputs) {
    try (ResidentModel model =
        INSTRUMENTS.residents().open(ShapeInference.infer(graph), List.of(value))) {
      return model.run(inputs).getLast();
    }
  }

  /** The first output for a batch. */
  static Tensor output(Graph graph, Tensor inputs) {
    return value(graph, graph.outputs().getFirst().name(), inputs);
  }

  /** Mean squared difference of two tensors of one shape. */
  static double distance(Tensor first, Tensor second) {
    double sum = 0;
    for (long i = 0; i < first.elements(); i++) {
      double apart = first.doubleAt(i) - second.doubleAt(i);
      sum += apart * apart;
    }
    return sum / first.elements();
  }
}
