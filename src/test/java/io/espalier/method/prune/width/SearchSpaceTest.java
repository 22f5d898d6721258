package io.espalier.method.prune.width;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.WidthLimits;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What widths cost, counted from widths alone and from the network they make. */
class SearchSpaceTest {
  private static final long SEED = 8;
  private static final int DRAWS = 3;

  private static final PruneSpec ANYTHING =
      PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5))
          .withLevels(Set.of(PruneLevel.values()))
          .withWidths(new WidthLimits(1, 2));

  private static Stream<String> networks() {
    return SampleNetworks.names().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void countsWhatTheCutNetworkCosts(String network) {
    space(SampleNetworks.build(network, SEED)).ifPresent(SearchSpaceTest::assertCounted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet-option-a", "mobilenet-v2", "densenet", "shufflenet"})
  void countsLevelsTogether(String family) {
    assertCounted(space(ConvolutionFamilies.build(family, SEED)).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void costsNoMoreWhereAWidthFalls(String network) {
    space(SampleNetworks.build(network, SEED)).ifPresent(SearchSpaceTest::assertMonotone);
  }

  private static void assertCounted(SearchSpace space) {
    Random random = new Random(SEED);
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Integer> widths = draw(space, random);
      Cost cost = space.predict(widths);
      assertThat(space.counting(Measure.MACS).of(widths)).isEqualTo(cost.macs());
      assertThat(space.counting(Measure.PARAMETERS).of(widths)).isEqualTo(cost.parameters());
      double bytes = space.counting(Measure.BYTES).of(widths);
      long integers = integers(space.preview(space.whole())) + integers(space.preview(widths));
      assertThat(Math.abs(bytes - cost.bytes())).isLessThanOrEqualTo(integers);
    }
  }

  /** The bytes of the constants that are rewritten and not cut. */
  private static long integers(TypedGraph network) {
    return network.graph().initializers().keySet().stream()
        .map(name -> network.type(name).orElseThrow())
        .filter(type -> !type.elementType().isFloating())
        .mapToLong(type -> type.elementType().bytes(type.elements().coefficient()))
        .sum();
  }

  private static void assertMonotone(SearchSpace space) {
    List<Integer> widths = draw(space, new Random(SEED));
    for (int i = 0; i < widths.size(); i++) {
      List<Integer> narrower = new ArrayList<>(widths);
      narrower.set(i, space.prunables().get(i).rule().narrower(widths.get(i)));
      for (Measure measure : List.of(Measure.MACS, Measure.PARAMETERS, Measure.BYTES)) {
        CostMeter meter = space.counting(measure);
        assertThat(meter.of(narrower)).isLessThanOrEqualTo(meter.of(widths));
      }
    }
  }

  private static List<Integer> draw(SearchSpace space, Random random) {
    return space.prunables().stream()
        .map(
            prunable -> {
              WidthRule rule = prunable.rule();
              int range = rule.whole() - rule.smallest() + 1;
              return rule.nearest(rule.smallest() + random.nextInt(range));
            })
        .toList();
  }

  /** All that may be cut of a network, in a random order; empty where nothing may. */
  private static Optional<SearchSpace> space(Graph graph) {
    Analysis analysis = Analyzer.analyze(graph);
    Random random = new Random(SEED);
    try {
      Candidates candidates = Candidates.of(analysis, ANYTHING);
      List<double[]> scores =
          candidates.groups().stream()
              .map(group -> random.doubles(group.channels()).toArray())
              .toList();
      double[] blocks = random.doubles(candidates.blocks().size()).toArray();
      return Optional.of(SearchSpace.of(analysis, ANYTHING, candidates, scores, blocks));
    } catch (EspalierException nothing) {
      return Optional.empty();
    }
  }
}
