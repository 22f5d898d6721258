package io.espalier.method.prune.criterion;

import static io.espalier.method.prune.criterion.JudgedNetwork.FIRST;
import static io.espalier.method.prune.criterion.JudgedNetwork.MIDDLE;
import static io.espalier.method.prune.criterion.JudgedNetwork.SCALE;
import static io.espalier.method.prune.criterion.JudgedNetwork.SECOND;
import static io.espalier.method.prune.criterion.JudgedNetwork.column;
import static io.espalier.method.prune.criterion.JudgedNetwork.gathered;
import static io.espalier.method.prune.criterion.JudgedNetwork.row;
import static io.espalier.method.prune.criterion.JudgedNetwork.scores;
import static io.espalier.method.prune.criterion.JudgedNetwork.sum;
import static io.espalier.method.prune.criterion.JudgedNetwork.vector;
import static io.espalier.method.prune.criterion.JudgedNetwork.with;
import static io.espalier.method.prune.criterion.JudgedNetwork.zeroed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelPositions;
import io.espalier.graph.channel.Level;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Criteria that read weights alone, against their formulas and by what must not change them. */
final class WeightCriteriaTest {
  private static final double TOLERANCE = 1e-6;

  private final Graph graph = JudgedNetwork.graph();

  static Stream<Named<ChannelCriterion>> judges() {
    return Stream.of(
        Named.of("l1", WeightNorm.l1()),
        Named.of("l2", WeightNorm.l2()),
        Named.of("geometric median", new GeometricMedianDistance()),
        Named.of("lamp", new LayerAdaptiveMagnitude()),
        Named.of("scale", new NormalizationScale()));
  }

  static Stream<Named<ChannelCriterion>> norms() {
    return judges().filter(judge -> List.of("l1", "l2", "lamp").contains(judge.getName()));
  }

  static Stream<Named<ChannelCriterion>> all() {
    return Stream.concat(judges(), Stream.of(Named.of("random", new RandomDraw())));
  }

  @Test
  void l1IsTheSumOfAbsoluteWeightsOfRowsAndColumns() {
    List<double[]> members = scores(WeightNorm.l1(), graph);
    assertThat(members).hasSize(2);
    assertClose(members.get(0), c -> sum(row(graph, c), Math::abs));
    assertClose(members.get(1), c -> sum(column(graph, c), Math::abs));
  }

  @Test
  void l2IsTheRootOfTheSumOfSquaredWeights() {
    List<double[]> members = scores(WeightNorm.l2(), graph);
    assertClose(members.get(0), c -> Math.sqrt(sum(row(graph, c), w -> w * w)));
    assertClose(members.get(1), c -> Math.sqrt(sum(column(graph, c), w -> w * w)));
  }

  @Test
  void l2IsNeverLargerThanL1AndEqualForOneWeight() {
    double[] l1 = scores(WeightNorm.l1(), graph).getFirst();
    double[] l2 = scores(WeightNorm.l2(), graph).getFirst();
    assertThat(IntStream.range(0, MIDDLE)).allMatch(c -> l2[c] <= l1[c]);
    float[] single = new float[MIDDLE * 27];
    IntStream.range(0, MIDDLE).forEach(c -> single[c * 27 + 4 * c] = c - 2.5f);
    Graph sparse = with(graph, FIRST, Tensor.ofFloats(new long[] {MIDDLE, 3, 3, 3}, single));
    assertThat(scores(WeightNorm.l2(), sparse).getFirst())
        .containsExactly(scores(WeightNorm.l1(), sparse).getFirst(), within(TOLERANCE));
  }

  @Test
  void geometricMedianIsTheSumOfDistancesToAllOthers() {
    assertClose(whole(new GeometricMedianDistance(), graph), this::distances);
  }

  private double distances(int channel) {
    double[] own = vector(graph, channel);
    double sum = 0;
    for (int other = 0; other < MIDDLE; other++) {
      double[] there = vector(graph, other);
      double squared = 0;
      for (int i = 0; i < own.length; i++) {
        squared += (own[i] - there[i]) * (own[i] - there[i]);
      }
      sum += Math.sqrt(squared);
    }
    return sum;
  }

  @Test
  void geometricMedianDoesNotChangeWhenAllChannelsMoveAlike() {
    Graph moved = with(graph, SECOND, w -> w + 0.25);
    assertClose(
        whole(new GeometricMedianDistance(), moved),
        c -> whole(new GeometricMedianDistance(), graph)[c]);
    assertThat(scores(WeightNorm.l1(), moved).get(1)[0])
        .isNotCloseTo(scores(WeightNorm.l1(), graph).get(1)[0], within(TOLERANCE));
  }

  @Test
  void geometricMedianIsEqualForChannelsAtEqualDistances() {
    float[] corners = new float[MIDDLE * 27];
    IntStream.range(0, MIDDLE).forEach(c -> corners[c * 27 + c] = 2);
    Graph first = with(graph, FIRST, Tensor.ofFloats(new long[] {MIDDLE, 3, 3, 3}, corners));
    double[] scores = whole(new GeometricMedianDistance(), with(first, SECOND, _ -> 0.5));
    assertClose(scores, _ -> (MIDDLE - 1) * Math.sqrt(8));
  }

  @Test
  void lampIsTheShareAmongChannelsAtLeastAsLarge() {
    double[] squares =
        IntStream.range(0, MIDDLE)
            .mapToDouble(
                c -> (sum(row(graph, c), w -> w * w) + sum(column(graph, c), w -> w * w)) / 2)
            .toArray();
    double[] sorted = Arrays.stream(squares).sorted().toArray();
    assertClose(
        whole(new LayerAdaptiveMagnitude(), graph),
        c -> {
          int place = Arrays.binarySearch(sorted, squares[c]);
          return squares[c] / Arrays.stream(sorted).skip(place).sum();
        });
  }

  @Test
  void lampGivesExactlyOneToTheLargestAndKeepsTheOrder() {
    double[] squares = {4, 0, 1, 4, 2, 1};
    double[] shares = LayerAdaptiveMagnitude.shares(squares);
    assertThat(shares).containsExactly(1, 0, 1.0 / 11, 1, 0.2, 1.0 / 11);
    double[] scores = whole(new LayerAdaptiveMagnitude(), graph);
    assertThat(Arrays.stream(scores).max().orElseThrow()).isEqualTo(1);
  }

  @Test
  void scaleIsThatOfTheNormalisationWithoutItsSign() {
    Graph negated = with(graph, SCALE, w -> w > 1 ? -w : w);
    Tensor scale = negated.initializers().get(SCALE);
    assertClose(whole(new NormalizationScale(), negated), c -> Math.abs(scale.doubleAt(c)));
  }

  @Test
  void groupsWithoutAScaleAreJudgedByTheirNorm() {
    Analysis analysis = Analyzer.analyzeAsIs(graph, Map.of());
    ChannelGroup normalised = JudgedNetwork.group(analysis);
    ChannelGroup bare =
        new ChannelGroup(
            "bare",
            Level.FILTER,
            MIDDLE,
            normalised.slots().stream().filter(slot -> slot.role() != SlotRole.VECTOR).toList(),
            normalised.layers(),
            List.of(),
            false);
    List<ChannelGroup> groups = List.of(bare, normalised);
    ScoringContext context = ScoringContext.ofWeights(analysis, new Random(0));
    List<MemberScores> scores = new NormalizationScale().of(groups, context);
    assertThat(scores.get(0).members()).containsExactlyElementsOf(scores(WeightNorm.l2(), graph));
    assertThat(scores.get(1).members()).hasSize(1);
    assertThat(new NormalizationScale().warnings(groups, analysis))
        .containsExactly(
            "1 groups have no BatchNormalization and are judged by their L2 norm: bare.");
    assertThat(new NormalizationScale().warnings(List.of(normalised), analysis)).isEmpty();
  }

  @Test
  void refusesAModelWithoutAnyScale() {
    assertThatThrownBy(() -> scores(new NormalizationScale(), JudgedNetwork.plain()))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("Choose another criterion");
  }

  @ParameterizedTest
  @MethodSource("judges")
  void followsAPermutationOfTheChannels(ChannelCriterion criterion) {
    int[] order = {4, 0, 5, 2, 1, 3};
    List<double[]> permuted = scores(criterion, gathered(graph, order));
    List<double[]> original = scores(criterion, graph);
    for (int m = 0; m < original.size(); m++) {
      double[] member = original.get(m);
      assertClose(permuted.get(m), c -> member[order[c]]);
    }
  }

  @ParameterizedTest
  @MethodSource("judges")
  void givesEqualScoresToEqualChannels(ChannelCriterion criterion) {
    scores(criterion, gathered(graph, 0, 1, 1, 3, 4, 5))
        .forEach(member -> assertThat(member[1]).isEqualTo(member[2]));
  }

  @ParameterizedTest
  @MethodSource("norms")
  void givesAChannelOfZerosNothing(ChannelCriterion criterion) {
    Graph zero = zeroed(zeroed(graph, FIRST, 0, 2), SECOND, 1, 2);
    for (double[] member : scores(criterion, zero)) {
      assertThat(member[2]).isZero();
      assertThat(Arrays.stream(member).filter(score -> score > 0).count()).isEqualTo(MIDDLE - 1);
    }
  }

  @ParameterizedTest
  @MethodSource("judges")
  void growsWithTheWeights(ChannelCriterion criterion) {
    Graph scaled =
        with(with(with(graph, FIRST, w -> -3 * w), SCALE, w -> -3 * w), SECOND, w -> 3 * w);
    double factor = criterion instanceof LayerAdaptiveMagnitude ? 1 : 3;
    List<double[]> original = scores(criterion, graph);
    List<double[]> larger = scores(criterion, scaled);
    for (int m = 0; m < original.size(); m++) {
      double[] member = original.get(m);
      assertClose(larger.get(m), c -> factor * member[c]);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesWeightsThatAreNotFiniteByName(ChannelCriterion criterion) {
    Graph bad = with(graph, SECOND, w -> w > 0.3 ? Double.NaN : w);
    assertThatThrownBy(() -> scores(criterion, bad))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.NON_FINITE_WEIGHTS);
              assertThat(refusal.problems())
                  .extracting(Problem::place)
                  .containsExactly("model:" + SECOND);
            });
  }

  @Test
  void drawsTheSameForASeedAndOtherwiseForAnother() {
    assertThat(draws(1)).isEqualTo(draws(1)).isNotEqualTo(draws(2));
    assertThat(draws(1)).hasSize(MIDDLE).doesNotHaveDuplicates();
  }

  private double[] draws(long seed) {
    Analysis analysis = Analyzer.analyzeAsIs(graph, Map.of());
    ScoringContext context = ScoringContext.ofWeights(analysis, new Random(seed));
    List<ChannelGroup> groups = List.of(JudgedNetwork.group(analysis));
    return new RandomDraw().of(groups, context).getFirst().members().getFirst();
  }

  @Test
  void addsUpTheRowsOfAChannelWithSeveralPositions() {
    int[][] pairs = {{0, 3}, {1, 4}, {2, 5}};
    Slot slot = new Slot("conv_0", FIRST, 0, SlotRole.OUT, ChannelPositions.of(pairs));
    ChannelGroup bundled =
        new ChannelGroup(
            "bundled", Level.FILTER, 3, List.of(slot), List.of("conv_0"), List.of(), false);
    ScoringContext context =
        ScoringContext.ofWeights(Analyzer.analyzeAsIs(graph, Map.of()), new Random(0));
    double[] l1 = WeightNorm.l1().of(List.of(bundled), context).getFirst().members().getFirst();
    assertClose(l1, c -> sum(row(graph, c), Math::abs) + sum(row(graph, c + 3), Math::abs));
    double[] distances =
        new GeometricMedianDistance().of(List.of(bundled), context).getFirst().members().getFirst();
    assertClose(distances, this::distancesOfPairs);
  }

  private double distancesOfPairs(int pair) {
    double sum = 0;
    for (int other = 0; other < 3; other++) {
      sum += Math.sqrt(squared(pair, other) + squared(pair + 3, other + 3));
    }
    return sum;
  }

  private double squared(int a, int b) {
    double[] left = row(graph, a);
    double[] right = row(graph, b);
    return IntStream.range(0, left.length)
        .mapToDouble(i -> (left[i] - right[i]) * (left[i] - right[i]))
        .sum();
  }

  private static double[] whole(ChannelCriterion criterion, Graph graph) {
    List<double[]> members = scores(criterion, graph);
    assertThat(members).hasSize(1);
    return members.getFirst();
  }

  private static void assertClose(double[] scores, IntToDoubleFunction naive) {
    double[] expected = IntStream.range(0, scores.length).mapToDouble(naive).toArray();
    assertThat(scores).containsExactly(expected, within(TOLERANCE));
  }
}
