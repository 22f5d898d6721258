package io.espalier.method.prune.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.spec.prune.Ranking;
import io.espalier.method.spec.prune.Ranking.Normalization;
import io.espalier.method.spec.prune.Ranking.Reduction;
import io.espalier.method.spec.prune.Ranking.Scope;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelRankingTest {
  private static final double TOLERANCE = 1e-12;
  private static final double[] FIRST = {1, 2, 3, 6};
  private static final double[] SECOND = {8, 0, 4, 4};

  /** Two plain convolutions, two with BatchNormalization, each of its own width. */
  private final Analysis analysis = Analyzer.analyzeAsIs(network(), Map.of());

  private final List<ChannelGroup> groups =
      analysis.channels().groups().stream().filter(ChannelGroup::prunable).toList();
  private final List<MemberScores> random =
      groups.stream()
          .map(
              group ->
                  MemberScores.whole(
                      new Random(group.channels()).doubles(group.channels()).toArray()))
          .toList();

  @ParameterizedTest
  @EnumSource(Normalization.class)
  void normalisesAsNamed(Normalization normalization) {
    double[] expected =
        switch (normalization) {
          case NONE -> new double[] {8, 0, 4, 4};
          case MEAN -> new double[] {2, 0, 1, 1};
          case MAX -> new double[] {1, 0, 0.5, 0.5};
          case STANDARD_SCORE -> new double[] {Math.sqrt(2), -Math.sqrt(2), 0, 0};
        };
    assertThat(merged(normalization, Reduction.MEAN, SECOND))
        .containsExactly(expected, within(TOLERANCE));
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void mergesAsNamed(Reduction reduction) {
    double[] expected =
        switch (reduction) {
          case MEAN -> new double[] {4.5, 1, 3.5, 5};
          case SUM -> new double[] {9, 2, 7, 10};
          case MAX -> new double[] {8, 2, 4, 6};
          case FIRST -> new double[] {1, 2, 3, 6};
        };
    assertThat(merged(Normalization.NONE, reduction, FIRST, SECOND))
        .containsExactly(expected, within(TOLERANCE));
  }

  @Test
  void normalisesEachMemberBeforeItIsMerged() {
    double[] loud = Arrays.stream(SECOND).map(score -> 1000 * score).toArray();
    assertThat(merged(Normalization.MEAN, Reduction.MEAN, FIRST, loud))
        .containsExactly(new double[] {(1 / 3.0 + 2) / 2, 1 / 3.0, 1, 1.5}, within(TOLERANCE));
  }

  @ParameterizedTest
  @EnumSource(names = {"MEAN", "MAX", "STANDARD_SCORE"})
  void doesNotChangeWithTheScaleOfAMember(Normalization normalization) {
    double[] scaled = Arrays.stream(FIRST).map(score -> 7 * score).toArray();
    assertThat(merged(normalization, Reduction.MEAN, scaled, SECOND))
        .containsExactly(merged(normalization, Reduction.MEAN, FIRST, SECOND), within(TOLERANCE));
  }

  @Test
  void doesNotNormaliseScoresThatAreComparable() {
    Ranking ranking = new Ranking(Normalization.MEAN, Reduction.MEAN, new Scope.Global());
    List<double[]> scores =
        new ChannelRanking(ranking, analysis.graph())
            .of(groups.subList(0, 1), List.of(MemberScores.comparable(SECOND)));
    assertThat(scores.getFirst()).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource(Normalization.class)
  void leavesScoresThatAreAllZero(Normalization normalization) {
    assertThat(merged(normalization, Reduction.MEAN, new double[4])).containsOnly(0);
  }

  @Test
  void everyGroupLosesTheSameShareInTheScopeOfALayer() {
    assertLosesEvenly(new Scope.Layer(), groups.stream().map(List::of).toList());
  }

  @Test
  void groupsOfOneStructureLoseTheSameShare() {
    assertLosesEvenly(new Scope.Isomorphic(), List.of(groups.subList(0, 2), groups.subList(2, 4)));
  }

  @Test
  void everySetOfLayersLosesTheSameShare() {
    Scope sets = new Scope.Sets(List.of(List.of("conv_0", "none*"), List.of("conv_4")));
    assertLosesEvenly(
        sets,
        List.of(groups.subList(0, 1), groups.subList(2, 3), List.of(groups.get(1), groups.get(3))));
  }

  private void assertLosesEvenly(Scope scope, List<List<ChannelGroup>> parts) {
    List<double[]> ranked = ranked(scope, random);
    for (double threshold : new double[] {0, 0.1, 0.25, 0.5, 0.77, 1}) {
      for (List<ChannelGroup> part : parts) {
        int all = part.stream().mapToInt(ChannelGroup::channels).sum();
        long lost =
            part.stream()
                .flatMapToDouble(group -> Arrays.stream(ranked.get(groups.indexOf(group))))
                .filter(score -> score <= threshold)
                .count();
        assertThat((double) lost).isBetween(threshold * all - 1, threshold * all + TOLERANCE * all);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void keepsTheOrderWithinEveryGroup(int which) {
    Scope scope =
        List.of(new Scope.Layer(), new Scope.Isomorphic(), new Scope.Sets(List.of())).get(which);
    List<double[]> ranked = ranked(scope, random);
    for (int g = 0; g < groups.size(); g++) {
      assertThat(order(ranked.get(g))).isEqualTo(order(random.get(g).members().getFirst()));
    }
  }

  @Test
  void comparesChannelsOfOneScopeWithEachOther() {
    List<MemberScores> scores =
        List.of(
            MemberScores.whole(filled(0, 1)),
            MemberScores.whole(filled(1, 2)),
            MemberScores.whole(filled(2, 4)),
            MemberScores.whole(filled(3, 3)));
    List<double[]> ranked = ranked(new Scope.Isomorphic(), scores);
    assertThat(max(ranked.get(0))).isLessThan(min(ranked.get(1)));
    assertThat(max(ranked.get(3))).isLessThan(min(ranked.get(2)));
    assertThat(max(ranked.get(1))).isEqualTo(1).isEqualTo(max(ranked.get(2)));
  }

  @Test
  void equalScoresGoFromTheEnd() {
    double[] ranked = ranked(new Scope.Layer(), equal()).getFirst();
    assertThat(order(ranked))
        .containsExactlyElementsOf(
            IntStream.range(0, ranked.length).map(c -> ranked.length - 1 - c).boxed().toList());
  }

  @Test
  void followsAPermutationOfTheChannels() {
    List<MemberScores> reversed =
        random.stream()
            .map(scores -> MemberScores.whole(reversed(scores.members().getFirst())))
            .toList();
    for (Scope scope : List.of(new Scope.Global(), new Scope.Layer(), new Scope.Isomorphic())) {
      List<double[]> straight = ranked(scope, random);
      List<double[]> permuted = ranked(scope, reversed);
      for (int g = 0; g < groups.size(); g++) {
        assertThat(permuted.get(g)).containsExactly(reversed(straight.get(g)), within(TOLERANCE));
      }
    }
  }

  @Test
  void globalScoresStayAsTheyAre() {
    List<double[]> ranked = ranked(new Scope.Global(), random);
    Set<double[]> seen = new HashSet<>(ranked);
    assertThat(seen).hasSize(groups.size());
    for (int g = 0; g < groups.size(); g++) {
      assertThat(ranked.get(g)).isEqualTo(random.get(g).members().getFirst());
    }
  }

  private List<MemberScores> equal() {
    return groups.stream().map(group -> MemberScores.whole(new double[group.channels()])).toList();
  }

  private double[] filled(int group, double score) {
    double[] scores = new double[groups.get(group).channels()];
    Arrays.fill(scores, score);
    return scores;
  }

  private static List<Integer> order(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[a], scores[b]))
        .toList();
  }

  private static double[] reversed(double[] scores) {
    return IntStream.range(0, scores.length)
        .mapToDouble(c -> scores[scores.length - 1 - c])
        .toArray();
  }

  private static double max(double[] scores) {
    return Arrays.stream(scores).max().orElseThrow();
  }

  private static double min(double[] scores) {
    return Arrays.stream(scores).min().orElseThrow();
  }

  private double[] merged(Normalization normalization, Reduction reduction, double[]... members) {
    Ranking ranking = new Ranking(normalization, reduction, new Scope.Global());
    return new ChannelRanking(ranking, analysis.graph())
        .of(groups.subList(0, 1), List.of(new MemberScores(List.of(members))))
        .getFirst();
  }

  private List<double[]> ranked(Scope scope, List<MemberScores> scores) {
    Ranking ranking = new Ranking(Normalization.NONE, Reduction.MEAN, scope);
    return new ChannelRanking(ranking, analysis.graph()).of(groups, scores);
  }

  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("net", 4);
    String x = net.relu(net.conv(net.input("x", 3, 8, 8), 3, 12, 3, 1, 1));
    x = net.relu(net.conv(x, 12, 9, 3, 1, 1));
    x = net.relu(net.batchNorm(net.conv(x, 9, 20, 3, 1, 1), 20));
    x = net.relu(net.batchNorm(net.conv(x, 20, 7, 3, 1, 1), 7));
    return net.output(net.conv(x, 7, 5, 3, 1, 1), 5, 8, 8).build();
  }
}
