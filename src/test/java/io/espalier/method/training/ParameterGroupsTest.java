package io.espalier.method.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParameterGroupsTest {
  private static final Optimizer SGD = new Optimizer.Sgd(0.1, 0.9, 0.01, false);

  private final TypedGraph typed = ShapeInference.infer(network().build());

  /** Linear, BatchNormalization, linear. */
  private static NetworkBuilder network() {
    NetworkBuilder builder = new NetworkBuilder("network", 1);
    String x = builder.input("x", 2);
    builder.constant("first.weight", Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, 4));
    builder.constant("first.bias", Tensor.ofFloats(new long[] {2}, 1, 2));
    builder.constant("norm.weight", Tensor.ofFloats(new long[] {2}, 1, 1));
    builder.constant("norm.bias", Tensor.ofFloats(new long[] {2}, 0, 0));
    builder.constant("norm.running_mean", Tensor.ofFloats(new long[] {2}, 0, 0));
    builder.constant("norm.running_var", Tensor.ofFloats(new long[] {2}, 1, 1));
    builder.constant("last.weight", Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, 4));
    String hidden = builder.op("Gemm", x, "first.weight", "first.bias");
    String normal =
        builder.op(
            "BatchNormalization",
            hidden,
            "norm.weight",
            "norm.bias",
            "norm.running_mean",
            "norm.running_var");
    return builder.output(builder.op("MatMul", normal, "last.weight"), 2);
  }

  @Test
  void everyWeightLearnsButStatistics() {
    assertThat(groups(WeightRules.ALL))
        .containsExactly(
            new ParameterGroup(
                List.of("first.weight", "first.bias", "norm.weight", "norm.bias", "last.weight"),
                0.1,
                0.01));
  }

  @Test
  void freezesByPattern() {
    assertThat(weights(rules(List.of(), List.of("first.*", "norm.bias"))))
        .containsExactly("norm.weight", "last.weight");
  }

  @Test
  void trainsByPatternUnlessFrozen() {
    assertThat(weights(rules(List.of("*.weight"), List.of("norm.*"))))
        .containsExactly("first.weight", "last.weight");
  }

  @Test
  void theFirstGroupThatMatchesHolds() {
    WeightRules rules =
        new WeightRules(
            List.of(),
            List.of(),
            List.of(
                new WeightRules.Group(List.of("last.weight"), 10, Optional.empty()),
                new WeightRules.Group(List.of("*.weight"), 0.5, Optional.of(0.0))),
            true);
    assertThat(groups(rules))
        .containsExactly(
            new ParameterGroup(List.of("last.weight"), 1, 0.01),
            new ParameterGroup(List.of("first.weight", "norm.weight"), 0.05, 0),
            new ParameterGroup(List.of("first.bias", "norm.bias"), 0.1, 0.01));
  }

  @Test
  void vectorsAreNotDecayedWhereThatIsAsked() {
    assertThat(groups(new WeightRules(List.of(), List.of(), List.of(), false)))
        .containsExactly(
            new ParameterGroup(List.of("first.weight", "last.weight"), 0.1, 0.01),
            new ParameterGroup(List.of("first.bias", "norm.weight", "norm.bias"), 0.1, 0));
  }

  @Test
  void refusesEveryPatternThatMatchesNothing() {
    WeightRules rules =
        new WeightRules(
            List.of("*", "secnod.*"),
            List.of("first.wieght"),
            List.of(new WeightRules.Group(List.of("norm.running_mean"), 1, Optional.empty())),
            true);
    assertThatThrownBy(() -> groups(rules))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
              assertThat(refusal.problems())
                  .extracting(Problem::place)
                  .containsExactly("/train/1", "/freeze/0", "/groups/0/match/0");
              assertThat(refusal.problems().get(1).message())
                  .startsWith(
                      "The pattern (first.wieght) matches no weight that can learn. Nearest:"
                          + " first.weight, ");
            });
  }

  @Test
  void refusesToFreezeEverything() {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> groups(rules(List.of(), List.of("*"))))
        .withMessageContaining("No weight of the model is left to learn")
        .satisfies(
            refusal ->
                assertThat(refusal.problems())
                    .extracting(Problem::place)
                    .containsExactly("/freeze"));
  }

  @ParameterizedTest
  @CsvSource({
    "a,a,true",
    "a,b,false",
    "a,ab,false",
    "*,abc,true",
    "a*,abc,true",
    "*c,abc,true",
    "a*c,abc,true",
    "a*b*c,aXbYbZc,true",
    "a*b*c,aXcYb,false",
    "?bc,abc,true",
    "a?c,ac,false",
    "a??,abc,true",
    "**,a,true",
    "layer1.*,layer10.x,false",
    "layer1*,layer10.x,true",
    "a.c,abc,false",
    "*a*a*a*b,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,false"
  })
  void starsStandForAnyTextAndQuestionMarksForOneCharacter(
      String pattern, String name, boolean matches) {
    assertThat(NamePatterns.matches(pattern, name)).isEqualTo(matches);
  }

  private static WeightRules rules(List<String> train, List<String> freeze) {
    return new WeightRules(train, freeze, List.of(), true);
  }

  private List<String> weights(WeightRules rules) {
    return groups(rules).stream().flatMap(group -> group.weights().stream()).toList();
  }

  private List<ParameterGroup> groups(WeightRules rules) {
    return ParameterGroups.of(typed, SGD, rules);
  }
}
