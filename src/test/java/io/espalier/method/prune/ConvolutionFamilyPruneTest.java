package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.rewrite.cut.ChannelCut;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.method.GroupCut;
import io.espalier.method.PlanContext;
import io.espalier.method.StepPlan;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.WidthLimits;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Half of the multiply-accumulates of every convolutional architecture. */
class ConvolutionFamilyPruneTest {
  private static final int ROUNDING = 1;
  private static final int LEAST = 2;
  private static final long SEED = 9;
  private static final PruneSpec HALF =
      PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5))
          .withWidths(new WidthLimits(ROUNDING, LEAST));

  private static Stream<String> families() {
    return ConvolutionFamilies.names().stream();
  }

  @ParameterizedTest
  @MethodSource("families")
  void halvesTheWork(String family) {
    Analysis analysis = Analyzer.analyze(ConvolutionFamilies.build(family, SEED));
    StepPlan plan = new PruneMethod().plan(analysis, HALF, PlanContext.ofSeed(SEED));
    assertThat(plan.target().orElseThrow().met())
        .as(plan.target().orElseThrow().explanation())
        .isTrue();
    Map<String, Set<Integer>> removed =
        plan.groups().stream()
            .collect(Collectors.toMap(GroupCut::group, cut -> Set.copyOf(cut.removed())));
    Graph cut = new ChannelCut(analysis.channels(), removed).apply();
    assertThat(CostModel.of(ShapeInference.infer(cut)).macs()).isEqualTo(plan.after().macs());
  }
}
