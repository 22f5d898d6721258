package io.espalier.graph.rewrite.cut;

import io.espalier.graph.channel.SampleNetworks;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants on small random networks of every kind of coupling. */
class SampleNetworkInvariantsTest {
  private static final double TOLERANCE = 1e-5;
  private static final int SEEDS = 3;
  private static final int MIXTURES = 25;

  private static Stream<Arguments> networks() {
    return Stream.concat(
        SampleNetworks.names().stream().flatMap(name -> seeded(name, 1, SEEDS)),
        seeded("mixture", SEEDS + 1, SEEDS + MIXTURES));
  }

  private static Stream<Arguments> seeded(String name, int first, int last) {
    return LongStream.rangeClosed(first, last).mapToObj(seed -> Arguments.of(name, seed));
  }

  private static Invariants of(String name, long seed) {
    return new Invariants(SampleNetworks.build(name, seed), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void maskEqualsRemoval(String name, long seed) {
    of(name, seed).maskEqualsRemoval(seed);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void permutationChangesNothing(String name, long seed) {
    of(name, seed).permutationChangesNothing(seed);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyGroupCanBeCut(String name, long seed) {
    of(name, seed).everyGroupCanBeCut(seed);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void cutsAddUp(String name, long seed) {
    of(name, seed).cutsAddUp(seed);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void previewPredictsTheCut(String name, long seed) {
    of(name, seed).previewPredictsTheCut(seed);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void pruningNothingChangesNothing(String name, long seed) {
    of(name, seed).pruningNothingChangesNothing();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void groupsAreExplainedAndApart(String name, long seed) {
    of(name, seed).groupsAreExplainedAndApart();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void savedAndLoadedTheCutIsTheSame(String name, long seed) {
    of(name, seed).savedAndLoadedTheCutIsTheSame(seed);
  }
}
