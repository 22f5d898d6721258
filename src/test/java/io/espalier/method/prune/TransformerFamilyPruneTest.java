package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.Level;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.family.TransformerFamilies;
import io.espalier.graph.rewrite.cut.ChannelCut;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.method.GroupCut;
import io.espalier.method.PlanContext;
import io.espalier.method.StepPlan;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.WidthLimits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Half of the multiply-accumulates of every transformer and recurrent network. */
class TransformerFamilyPruneTest {
  private static final int ROUNDING = 1;
  private static final int LEAST = 2;
  private static final long SEED = 9;

  private static Stream<String> families() {
    return TransformerFamilies.names().stream();
  }

  private static PruneSpec half(PruneLevel attention) {
    return PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5))
        .withWidths(new WidthLimits(ROUNDING, LEAST))
        .withLevels(Set.of(PruneLevel.FILTER, PruneLevel.STAGE, PruneLevel.MLP, attention));
  }

  @ParameterizedTest
  @MethodSource("families")
  void halvesTheWork(String family) {
    assertHalved(
        Analyzer.analyze(TransformerFamilies.build(family, SEED)), half(PruneLevel.HEAD_DIMENSION));
  }

  private static StepPlan assertHalved(Analysis analysis, PruneSpec spec) {
    StepPlan plan = new PruneMethod().plan(analysis, spec, PlanContext.ofSeed(SEED));
    assertThat(plan.target().orElseThrow().met())
        .as(plan.target().orElseThrow().explanation())
        .isTrue();
    Map<String, Set<Integer>> removed =
        plan.groups().stream()
            .collect(Collectors.toMap(GroupCut::group, cut -> Set.copyOf(cut.removed())));
    Graph cut = new ChannelCut(analysis.channels(), removed).apply();
    assertThat(CostModel.of(ShapeInference.infer(cut)).macs()).isEqualTo(plan.after().macs());
    return plan;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit-class-token", "vit-multihead", "bert", "swin", "llama"})
  void halvesTheWorkWithWholeHeads(String family) {
    Analysis analysis = Analyzer.analyze(TransformerFamilies.build(family, SEED));
    StepPlan plan = assertHalved(analysis, half(PruneLevel.HEAD));
    List<Level> cut =
        plan.groups().stream()
            .filter(group -> !group.removed().isEmpty())
            .map(group -> analysis.channels().group(group.group()).orElseThrow().level())
            .toList();
    assertThat(cut).contains(Level.HEAD).doesNotContain(Level.HEAD_DIMENSION);
  }
}
