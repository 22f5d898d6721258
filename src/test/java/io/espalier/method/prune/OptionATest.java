package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.rewrite.cut.OrtRun;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.CostTotals;
import io.espalier.method.Equivalence;
import io.espalier.method.GroupCut;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.WidthLimits;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ResNets whose stages are joined by a strided Slice and a Pad on the channel axis, so that one
 * stage's channels stand in the middle of the next one's.
 */
class OptionATest {
  private static final Path FIXTURE = Path.of("../shared/fixtures/models/resnet20-cifar10.onnx");
  private static final double TOLERANCE = 1e-5;
  private static final long SEED = 12;

  /** How much more of the filters than of the stages may go, and the other way round. */
  private static final double HOURGLASS = 0.3;

  private final PruneMethod method = new PruneMethod();

  @ParameterizedTest
  @ValueSource(doubles = {0.75, 0.5, 0.35, 0.2})
  void theTrainedNetworkIsCutRight(double remaining) {
    assertCutRight(fixture(), spec(remaining, PruneSpec.USUAL_LEVELS, 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 0.5})
  void theTrainedNetworkIsCutRightWithItsBranches(double remaining) {
    assertCutRight(fixture(), spec(remaining, EVERYTHING, 1));
  }

  @ParameterizedTest
  @CsvSource({"0.75,1", "0.5,1", "0.5,4", "0.3,2"})
  void aNetworkOfTheSameConstructionIsCutRight(double remaining, int rounding) {
    Analysis analysis = Analyzer.analyze(ConvolutionFamilies.build("resnet-option-a", SEED));
    assertCutRight(analysis, spec(remaining, EVERYTHING, rounding));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 0.5, 0.35})
  void stagesFallWithFilters(double remaining) {
    StepPlan plan = plan(fixture(), spec(remaining, PruneSpec.USUAL_LEVELS, 1));
    double filters = kept(plan, PruneLevel.FILTER);
    double stages = kept(plan, PruneLevel.STAGE);
    assertThat(stages).isLessThan(1);
    assertThat(Math.abs(stages - filters)).as("%s and %s", stages, filters).isLessThan(HOURGLASS);
  }

  private static final Set<PruneLevel> EVERYTHING =
      Set.of(PruneLevel.FILTER, PruneLevel.STAGE, PruneLevel.BLOCK);

  private static double kept(StepPlan plan, PruneLevel level) {
    List<GroupCut> groups =
        plan.groups().stream().filter(cut -> cut.level().orElseThrow() == level).toList();
    double after = groups.stream().mapToInt(GroupCut::widthAfter).sum();
    return after / groups.stream().mapToInt(GroupCut::widthBefore).sum();
  }

  private void assertCutRight(Analysis analysis, PruneSpec spec) {
    StepPlan plan = plan(analysis, spec);
    StepOutput output = method.apply(analysis, spec, plan, StepContext.unwatched());
    assertThat(plan.target().orElseThrow().met())
        .as(plan.target().orElseThrow().explanation())
        .isTrue();
    assertThat(plan.groups())
        .anyMatch(cut -> cut.level().orElseThrow() == PruneLevel.STAGE && !cut.removed().isEmpty());
    assertThat(plan.blocks().isEmpty()).isEqualTo(!spec.levels().contains(PruneLevel.BLOCK));
    assertThat(CostTotals.of(Analyzer.analyze(output.graph()).cost()).macs())
        .isEqualTo(plan.after().macs());
    Equivalence.SameAs proof = (Equivalence.SameAs) output.equivalences().getFirst();
    float[] expected = OrtRun.run(proof.expected(), SEED);
    double largest =
        IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max().orElse(1);
    assertThat(OrtRun.run(output.graph(), SEED))
        .containsExactly(expected, within((float) (TOLERANCE * largest)));
    assertHeadReadsWhatItHasWeightsFor(output.graph());
  }

  private static void assertHeadReadsWhatItHasWeightsFor(Graph graph) {
    TypedGraph typed = ShapeInference.infer(graph);
    Node head =
        graph.nodes().reversed().stream().filter(node -> node.is("Gemm")).findFirst().orElseThrow();
    Tensor weight = graph.initializers().get(head.inputs().get(1));
    long features = typed.type(head.inputs().getFirst()).orElseThrow().dim(1).size();
    assertThat(weight.dim(head.intAttribute("transB", 0) == 1 ? 1 : 0)).isEqualTo(features);
  }

  private StepPlan plan(Analysis analysis, PruneSpec spec) {
    return method.plan(analysis, spec, PlanContext.ofSeed(SEED));
  }

  private static PruneSpec spec(double remaining, Set<PruneLevel> levels, int rounding) {
    return PruneSpec.of(new Criterion.L1(), Budget.ofMacs(remaining))
        .withLevels(levels)
        .withWidths(new WidthLimits(rounding, 2));
  }

  private static Analysis fixture() {
    Assumptions.assumeTrue(Files.exists(FIXTURE), "The fixture %s is absent.".formatted(FIXTURE));
    return Analyzer.analyze(
        new OnnxReader(OnnxLimits.standard()).read(FIXTURE, Arena.ofAuto()).graph());
  }
}
