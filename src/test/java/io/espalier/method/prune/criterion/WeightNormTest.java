package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelPositions;
import io.espalier.graph.channel.Level;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores of the middle channels of Conv, BatchNormalization, Relu, Conv. */
final class ChannelScoresTest {
  private static final int IN = 3;
  private static final int MIDDLE = 6;
  private static final int OUT = 5;
  private static final String FIRST = "conv0.weight";
  private static final String SECOND = "conv3.weight";
  private static final double TOLERANCE = 1e-6;

  private final Graph graph = network();
  private final ChannelGroup group =
      group(
          slot(FIRST, 0, SlotRole.OUT),
          slot("bn1.weight", 0, SlotRole.VECTOR),
          slot(SECOND, 1, SlotRole.IN));

  @Test
  void equalsANaiveL1Norm() {
    double[] rows = new double[MIDDLE];
    double[] columns = new double[MIDDLE];
    for (int c = 0; c < MIDDLE; c++) {
      rows[c] = naiveRow(c, 1);
      columns[c] = naiveColumn(c, 1);
    }
    assertCloseTo(scores(graph, new Criterion.L1()), merged(rows, columns));
  }

  @Test
  void equalsANaiveRootedL2Norm() {
    double[] rows = new double[MIDDLE];
    double[] columns = new double[MIDDLE];
    for (int c = 0; c < MIDDLE; c++) {
      rows[c] = Math.sqrt(naiveRow(c, 2));
      columns[c] = Math.sqrt(naiveColumn(c, 2));
    }
    assertCloseTo(scores(graph, new Criterion.L2()), merged(rows, columns));
  }

  @ParameterizedTest
  @MethodSource("norms")
  void followsAPermutationOfTheChannels(Criterion criterion) {
    int[] order = {4, 0, 5, 2, 1, 3};
    double[] permuted = scores(gathered(order), criterion);
    double[] original = scores(graph, criterion);
    for (int c = 0; c < MIDDLE; c++) {
      assertThat(permuted[c]).isCloseTo(original[order[c]], within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @MethodSource("norms")
  void doesNotChangeWhenAWeightIsScaled(Criterion criterion) {
    Graph scaled = with(FIRST, w -> -3 * w);
    assertCloseTo(scores(scaled, criterion), scores(graph, criterion));
  }

  @ParameterizedTest
  @MethodSource("norms")
  void ranksAChannelOfZerosFirst(Criterion criterion) {
    Graph zeroed =
        withTensor(
            zeroed(graph, FIRST, 0, 2),
            SECOND,
            zeroed(graph, SECOND, 1, 2).initializers().get(SECOND));
    double[] scores = scores(zeroed, criterion);
    assertThat(scores[2]).isZero();
    assertThat(Arrays.stream(scores).filter(score -> score == 0).count()).isOne();
  }

  @ParameterizedTest
  @MethodSource("norms")
  void givesEqualScoresToEqualChannels(Criterion criterion) {
    double[] scores = scores(gathered(new int[] {0, 1, 1, 3, 4, 5}), criterion);
    assertThat(scores[1]).isEqualTo(scores[2]);
  }

  @ParameterizedTest
  @MethodSource("norms")
  void hasTheMeanOneInEveryGroup(Criterion criterion) {
    assertThat(Arrays.stream(scores(graph, criterion)).average().orElseThrow())
        .isCloseTo(1, within(TOLERANCE));
  }

  @Test
  void drawsTheSameForASeedAndOtherwiseForAnother() {
    assertThat(draws(1)).isEqualTo(draws(1)).isNotEqualTo(draws(2));
    assertThat(draws(1)).hasSize(MIDDLE).doesNotHaveDuplicates();
  }

  private static Stream<Criterion> norms() {
    return Stream.of(new Criterion.L1(), new Criterion.L2());
  }

  private static Stream<Criterion> criteria() {
    return Stream.of(new Criterion.L1(), new Criterion.L2(), new Criterion.Random());
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void refusesWeightsThatAreNotFiniteByName(Criterion criterion) {
    Graph bad = with(SECOND, w -> w > 0.3 ? Double.NaN : w);
    assertThatThrownBy(() -> scores(bad, criterion))
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
  void addsUpTheRowsOfAChannelWithSeveralPositions() {
    int[][] pairs = {{0, 3}, {1, 4}, {2, 5}};
    Slot slot = new Slot("conv0", FIRST, 0, SlotRole.OUT, ChannelPositions.of(pairs));
    ChannelGroup bundled =
        new ChannelGroup(
            "bundled", Level.FILTER, 3, List.of(slot), List.of("conv0"), List.of(), false);
    double[] naive = new double[3];
    for (int c = 0; c < 3; c++) {
      naive[c] = naiveRow(c, 1) + naiveRow(c + 3, 1);
    }
    double[] scores =
        new ChannelScores(new WeightReader(graph))
            .of(List.of(bundled), new Criterion.L1(), new Random(0))
            .getFirst();
    assertCloseTo(scores, dividedByMean(naive));
  }

  private double naiveRow(int channel, int power) {
    Tensor weight = graph.initializers().get(FIRST);
    int row = IN * 9;
    return IntStream.range(0, row)
        .mapToDouble(i -> weight.doubleAt((long) channel * row + i))
        .map(w -> Math.pow(Math.abs(w), power))
        .sum();
  }

  private double naiveColumn(int channel, int power) {
    Tensor weight = graph.initializers().get(SECOND);
    double sum = 0;
    for (int o = 0; o < OUT; o++) {
      for (int k = 0; k < 9; k++) {
        sum += Math.pow(Math.abs(weight.doubleAt(((long) o * MIDDLE + channel) * 9 + k)), power);
      }
    }
    return sum;
  }

  private static double[] merged(double[] rows, double[] columns) {
    double[] row = dividedByMean(rows);
    double[] column = dividedByMean(columns);
    return IntStream.range(0, MIDDLE).mapToDouble(c -> (row[c] + column[c]) / 2).toArray();
  }

  private double[] scores(Graph of, Criterion criterion) {
    return new ChannelScores(new WeightReader(of))
        .of(List.of(group), criterion, new Random(0))
        .getFirst();
  }

  private double[] draws(long seed) {
    RandomGenerator random = new Random(seed);
    return new ChannelScores(new WeightReader(graph))
        .of(List.of(group), new Criterion.Random(), random)
        .getFirst();
  }

  private Graph gathered(int[] order) {
    Map<String, Tensor> changed = new LinkedHashMap<>(graph.initializers());
    changed.replaceAll((name, tensor) -> gathered(name, tensor, order));
    return graph.withInitializers(changed);
  }

  private static Tensor gathered(String name, Tensor tensor, int[] order) {
    if (name.equals(SECOND)) {
      return tensor.gather(1, order);
    }
    return name.startsWith("conv3") ? tensor : tensor.gather(0, order);
  }

  private Graph with(String name, java.util.function.DoubleUnaryOperator change) {
    Tensor tensor = graph.initializers().get(name);
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) change.applyAsDouble(values[i]);
    }
    return withTensor(graph, name, Tensor.ofFloats(tensor.shape(), values));
  }

  private static Graph zeroed(Graph graph, String name, int axis, int position) {
    Tensor tensor = graph.initializers().get(name);
    float[] values = tensor.toFloats();
    long stride = Arrays.stream(tensor.shape()).skip(axis + 1).reduce(1, (a, b) -> a * b);
    for (int i = 0; i < values.length; i++) {
      values[i] = i / stride % tensor.dim(axis) == position ? 0 : values[i];
    }
    return withTensor(graph, name, Tensor.ofFloats(tensor.shape(), values));
  }

  private static Graph withTensor(Graph graph, String name, Tensor tensor) {
    Map<String, Tensor> changed = new LinkedHashMap<>(graph.initializers());
    changed.put(name, tensor);
    return graph.withInitializers(changed);
  }

  private static void assertCloseTo(double[] actual, double[] expected) {
    assertThat(actual).hasSize(expected.length).containsExactly(expected, within(TOLERANCE));
  }

  private static double[] dividedByMean(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(value -> value / mean).toArray();
  }

  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("net", 4);
    String x = net.conv(net.input("x", IN, 8, 8), IN, MIDDLE, 3, 1, 1);
    String y = net.conv(net.relu(net.batchNorm(x, MIDDLE)), MIDDLE, OUT, 3, 1, 1);
    return net.output(y, OUT, 8, 8).build();
  }

  private static ChannelGroup group(Slot... slots) {
    return new ChannelGroup(
        "conv0", Level.FILTER, MIDDLE, List.of(slots), List.of("conv0"), List.of(), false);
  }

  private static Slot slot(String tensor, int axis, SlotRole role) {
    int[][] positions =
        IntStream.range(0, MIDDLE).mapToObj(c -> new int[] {c}).toArray(int[][]::new);
    return new Slot(
        tensor.replace(".weight", ""), tensor, axis, role, ChannelPositions.of(positions));
  }
}
