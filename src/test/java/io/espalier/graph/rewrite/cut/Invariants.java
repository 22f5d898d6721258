package io.espalier.graph.rewrite.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.ShapeInference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What must hold for the channels of every graph, as assertions. */
final class Invariants {
  private static final long INPUT_SEED = 11;

  private final Graph graph;
  private final ChannelStructure structure;
  private final double tolerance;

  /**
   * @param tolerance of outputs, relative to the largest one
   */
  Invariants(Graph graph, double tolerance) {
    this.graph = graph;
    this.structure = new ChannelAnalysis().analyze(ShapeInference.infer(graph));
    this.tolerance = tolerance;
  }

  ChannelStructure structure() {
    return structure;
  }

  /** Zeroing channels and cutting them gives the same outputs, where no statistic is changed. */
  void maskEqualsRemoval(long seed) {
    Map<String, Set<Integer>> removal = removal(seed, group -> !group.altersNormalization());
    float[] masked = OrtRun.run(new ChannelMask(structure, removal).apply(), INPUT_SEED);
    float[] cut = OrtRun.run(new ChannelCut(structure, removal).apply(), INPUT_SEED);
    assertClose(cut, masked);
  }

  /** Cutting every group at once, those that alter a normalization too, gives a graph that runs. */
  void everyGroupCanBeCut(long seed) {
    Map<String, Set<Integer>> removal = removal(seed);
    float[] cut = OrtRun.run(new ChannelCut(structure, removal).apply(), INPUT_SEED);
    assertThat(removal).isNotEmpty();
    assertThat(cut).doesNotContain(Float.NaN);
  }

  /** Exchanging channels within their groups changes no output. */
  void permutationChangesNothing(long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> permuted = new LinkedHashMap<>(graph.initializers());
    for (ChannelGroup group : prunable()) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, group.channels()).boxed().toList());
      Collections.shuffle(order, random);
      group.slots().forEach(slot -> permute(slot, order, permuted));
    }
    float[] expected = OrtRun.run(graph, INPUT_SEED);
    assertClose(OrtRun.run(graph.withInitializers(permuted), INPUT_SEED), expected);
  }

  private static void permute(Slot slot, List<Integer> order, Map<String, Tensor> tensors) {
    Tensor tensor = tensors.get(slot.tensor());
    int[] gathered = IntStream.range(0, (int) tensor.dim(slot.axis())).toArray();
    for (int channel = 0; channel < order.size(); channel++) {
      int[] to = slot.positions().of(channel);
      int[] from = slot.positions().of(order.get(channel));
      for (int i = 0; i < to.length; i++) {
        gathered[to[i]] = from[i];
      }
    }
    tensors.put(slot.tensor(), tensor.gather(slot.axis(), gathered));
  }

  void pruningNothingChangesNothing() {
    assertThat(new ChannelCut(structure, Map.of()).apply()).isEqualTo(graph);
    assertThat(new ChannelMask(structure, Map.of()).apply()).isEqualTo(graph);
  }

  /** Two cuts after each other are one cut of both. */
  void cutsAddUp(long seed) {
    Map<String, Set<Integer>> first = removal(seed);
    Map<String, Set<Integer>> both = new LinkedHashMap<>(first);
    Map<String, Set<Integer>> second = new LinkedHashMap<>();
    for (ChannelGroup group : prunable()) {
      List<Integer> left =
          IntStream.range(0, group.channels())
              .filter(channel -> !first.getOrDefault(group.id(), Set.of()).contains(channel))
              .boxed()
              .toList();
      if (left.size() > 1) {
        int taken = new Random(seed).nextInt(left.size());
        second.put(group.id(), Set.of(taken));
        both.merge(group.id(), Set.of(left.get(taken)), Invariants::union);
      }
    }
    Graph once = new ChannelCut(structure, first).apply();
    ChannelStructure again = new ChannelAnalysis().analyze(ShapeInference.infer(once));
    Graph twice = new ChannelCut(again, second).apply();
    assertThat(twice).isEqualTo(new ChannelCut(structure, both).apply());
  }

  /** The preview predicts parameters, MACs and types of the real cut. */
  void previewPredictsTheCut(long seed) {
    ChannelCut cut = new ChannelCut(structure, removal(seed));
    Graph real = cut.apply();
    assertThat(CostModel.of(cut.preview())).isEqualTo(CostModel.of(ShapeInference.infer(real)));
    assertThat(cut.preview().types()).isEqualTo(ShapeInference.infer(real).types());
    assertThat(real.inputs()).isEqualTo(graph.inputs());
    assertThat(real.outputs()).isEqualTo(graph.outputs());
  }

  /** The cut graph is sound, and a file of it gives the same file again. */
  void savedAndLoadedTheCutIsTheSame(long seed) {
    Graph cut = new ChannelCut(structure, removal(seed)).apply();
    assertThat(GraphChecker.check(cut)).isEmpty();
    byte[] saved = OrtRun.onnx(cut);
    Graph loaded = RealModels.read(saved);
    assertThat(loaded.opset()).isEqualTo(graph.opset());
    assertThat(loaded.initializers()).isEqualTo(cut.initializers());
    assertThat(OrtRun.onnx(loaded)).isEqualTo(saved);
  }

  /** Groups are prunable or say why not, and no position is in two groups of one kind. */
  void groupsAreExplainedAndApart() {
    assertExplainedAndApart(structure.groups());
    assertExplainedAndApart(structure.headGroups());
  }

  private static void assertExplainedAndApart(List<ChannelGroup> groups) {
    Map<String, Set<Integer>> seen = new LinkedHashMap<>();
    for (ChannelGroup group : groups) {
      assertThat(group.prunable()).isEqualTo(group.freezes().isEmpty());
      assertThat(group.freezes()).allSatisfy(freeze -> assertThat(freeze.reason()).endsWith("."));
      for (Slot slot : group.slots()) {
        assertThat(slot.positions().channels()).isEqualTo(group.channels());
        String axis = slot.tensor() + "/" + slot.axis();
        Set<Integer> positions = seen.computeIfAbsent(axis, _ -> new HashSet<>());
        for (int channel = 0; channel < group.channels(); channel++) {
          for (int position : slot.positions().of(channel)) {
            assertThat(positions.add(position)).as("%s %d is new", axis, position).isTrue();
          }
        }
      }
    }
  }

  Map<String, Set<Integer>> removal(long seed) {
    return removal(seed, _ -> true);
  }

  /** Some channels of every prunable group that is wanted, at least one, never all. */
  private Map<String, Set<Integer>> removal(long seed, Predicate<ChannelGroup> wanted) {
    Random random = new Random(seed);
    Map<String, Set<Integer>> removal = new LinkedHashMap<>();
    for (ChannelGroup group : prunable()) {
      List<Integer> channels =
          new ArrayList<>(IntStream.range(0, group.channels()).boxed().toList());
      Collections.shuffle(channels, random);
      int count = 1 + random.nextInt(Math.max(1, group.channels() / 2));
      if (wanted.test(group)) {
        removal.put(group.id(), Set.copyOf(channels.subList(0, count)));
      }
    }
    return removal;
  }

  /** Of both kinds: heads and their dimensions are cut at once. */
  private List<ChannelGroup> prunable() {
    return Stream.concat(structure.groups().stream(), structure.headGroups().stream())
        .filter(ChannelGroup::prunable)
        .toList();
  }

  private void assertClose(float[] actual, float[] expected) {
    double largest =
        IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max().orElse(1);
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(largest).isPositive();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("output %d", i)
          .isCloseTo(expected[i], within(tolerance * largest));
    }
  }

  private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    Set<Integer> union = new HashSet<>(a);
    union.addAll(b);
    return union;
  }
}
