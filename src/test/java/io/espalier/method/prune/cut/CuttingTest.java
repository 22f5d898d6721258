package io.espalier.method.prune.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.block.ResidualBlocks;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.rewrite.cut.OrtRun;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels and branches that go together, in ONNX Runtime. */
class CuttingTest {
  private static final double TOLERANCE = 1e-5;
  private static final long SEED = 5;

  private static Stream<String> networks() {
    return SampleNetworks.names().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatIsCutComputesWhatIsSilenced(String network) {
    assertSilencedIsCut(structure(SampleNetworks.build(network, SEED)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet-basic", "resnet-option-a", "mobilenet-v2", "efficientnet"})
  void branchesAndChannelsGoTogether(String family) {
    ChannelStructure structure = family(family);
    assertThat(ResidualBlocks.find(structure.typed())).isNotEmpty();
    assertSilencedIsCut(structure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet-basic", "resnet-option-a", "mobilenet-v2"})
  void twoCutsInARowAreOneOfTheOriginal(String family) {
    ChannelStructure structure = family(family);
    Random random = new Random(SEED);
    Cut first = draw(structure, random, true);
    Graph once = new Cutting(structure, first).apply();
    ChannelStructure left = structure(once);
    Cut second = draw(left, random, true);
    Cut both = new CutComposition(structure, first).then(left, second);
    assertSameUpToConstantNames(
        new Cutting(structure, both).apply(), new Cutting(left, second).apply());
  }

  @Test
  void keptIndicesReplayEveryConstant() {
    ChannelStructure structure = family("resnet-option-a");
    Graph before = structure.typed().graph();
    Cut cut = draw(structure, new Random(SEED), true);
    Graph after = new Cutting(structure, cut).apply();
    KeptIndices kept = KeptIndices.of(structure, cut, after);
    kept.tensors()
        .forEach(
            (name, tensor) -> {
              Tensor replayed = before.initializers().get(name);
              for (int axis = 0; axis < replayed.rank(); axis++) {
                replayed = replayed.gather(axis, kept.of(name, axis));
              }
              assertThat(replayed).isEqualTo(after.initializers().get(name));
              assertThat(tensor.before()).hasSameSizeAs(tensor.after());
            });
    Set<String> told = new HashSet<>(kept.tensors().keySet());
    told.addAll(kept.rewritten().keySet());
    assertThat(told).isEqualTo(after.initializers().keySet());
    assertThat(kept.removedTensors()).allMatch(name -> !after.isConstant(name)).isNotEmpty();
    assertThat(kept.removedBlocks()).containsExactlyInAnyOrderElementsOf(cut.blocks());
    assertThat(kept.toDocument())
        .containsOnlyKeys("tensors", "removedTensors", "removedBlocks", "rewritten");
  }

  @Test
  void aCutOfNothingLeavesTheGraph() {
    ChannelStructure structure = family("resnet-basic");
    Cutting cutting = new Cutting(structure, Cut.NOTHING);
    assertThat(cutting.apply()).isEqualTo(structure.typed().graph());
    assertThat(cutting.silenced()).isEqualTo(structure.typed().graph());
    assertThat(cutting.preview()).isEqualTo(structure.typed());
  }

  @Test
  void refusesABlockThatTheNetworkDoesNotHave() {
    Cut unknown = new Cut(Map.of(), Set.of("nowhere"));
    assertThatThrownBy(() -> new Cutting(family("vgg"), unknown))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INFEASIBLE_PLAN))
        .hasMessage("There is no residual block at (nowhere) in the model.");
  }

  private static void assertSilencedIsCut(ChannelStructure structure) {
    Cut cut = draw(structure, new Random(SEED), false);
    Cutting cutting = new Cutting(structure, cut);
    Graph made = cutting.apply();
    float[] expected = OrtRun.run(cutting.silenced(), SEED);
    double largest =
        IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max().orElse(1);
    float tolerance = (float) (TOLERANCE * Math.max(largest, 1e-3));
    assertThat(OrtRun.run(made, SEED)).containsExactly(expected, within(tolerance));
    assertThat(CostModel.of(cutting.preview())).isEqualTo(CostModel.of(ShapeInference.infer(made)));
  }

  /** Some channels of every group, and about every other branch. */
  private static Cut draw(ChannelStructure structure, Random random, boolean altering) {
    Map<String, Set<Integer>> channels = new LinkedHashMap<>();
    for (ChannelGroup group : structure.allGroups()) {
      if (group.prunable() && (altering || !group.altersNormalization())) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, group.channels()).boxed().toList());
        Collections.shuffle(all, random);
        int count = 1 + random.nextInt(Math.max(1, group.channels() / 2));
        channels.put(group.id(), Set.copyOf(all.subList(0, count)));
      }
    }
    Set<String> blocks = new HashSet<>();
    for (ResidualBlock block : ResidualBlocks.find(structure.typed())) {
      if (random.nextBoolean()) {
        blocks.add(block.join());
      }
    }
    return new Cut(channels, blocks);
  }

  private static void assertSameUpToConstantNames(Graph actual, Graph expected) {
    assertThat(OrtRun.run(actual, SEED)).isEqualTo(OrtRun.run(expected, SEED));
    assertThat(CostModel.of(ShapeInference.infer(actual)).parameters())
        .isEqualTo(CostModel.of(ShapeInference.infer(expected)).parameters());
  }

  private static ChannelStructure family(String family) {
    return structure(Normalization.normalize(ConvolutionFamilies.build(family, SEED)).graph());
  }

  private static ChannelStructure structure(Graph graph) {
    return new ChannelAnalysis().analyze(ShapeInference.infer(graph));
  }
}
