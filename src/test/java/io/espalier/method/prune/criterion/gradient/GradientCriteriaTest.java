package io.espalier.method.prune.criterion.gradient;

import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.CLASSES;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.CONV;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.CONV_BIAS;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.FIRST;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.FIRST_BIAS;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.HIDDEN;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.IN;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.MAPS;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.PLACES;
import static io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Device;
import io.espalier.engine.TorchAlgebra;
import io.espalier.engine.TorchLossGradients;
import io.espalier.engine.TorchResidentModels;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import io.espalier.method.Instruments;
import io.espalier.method.StepContext;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.Sample;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Criteria that differentiate the loss, against their formulas written out in loops. */
final class GradientCriteriaTest {
  private static final int SAMPLES = 20;
  private static final int WINDOW = IN * 9;

  /** Of 32-bit gradients, relative to the largest score of a member. */
  private static final double TOLERANCE = 1e-4;

  /** Of the first-order expansion over a weight of a thousandth. */
  private static final double EXPANSION = 0.01;

  private static final Instruments INSTRUMENTS =
      new Instruments(
          new TorchResidentModels(Device.CPU, 1),
          new TorchLossGradients(Device.CPU, 1),
          new TorchAlgebra(Device.CPU, 1));

  private final Graph graph = HandwrittenNetwork.graph();
  private final HandwrittenNetwork network = new HandwrittenNetwork(graph);
  private final List<Sample> samples = samples();

  static Stream<Named<ChannelCriterion>> criteria() {
    return Stream.of(
        Named.of("taylor", new TaylorExpansion(SAMPLES)),
        Named.of("hessian", new SquaredGradients(SAMPLES)),
        Named.of("obd-c", new KroneckerFisher(SAMPLES)));
  }

  @Test
  void taylorAddsUpWeightsTimesDerivativesOfTheMeanLoss() {
    assertMembers(
        new TaylorExpansion(SAMPLES),
        weight -> {
          double[] derivative = network.derivative(weight, net -> net.meanLoss(samples));
          return i -> Math.abs(weight[i] * derivative[i]);
        });
  }

  @Test
  void hessianAddsUpSquaredWeightsTimesMeanSquaredDerivativesOfSingleSamples() {
    assertMembers(
        new SquaredGradients(SAMPLES),
        weight -> {
          double[] squares = new double[weight.length];
          for (Sample sample : samples) {
            double[] derivative = network.derivative(weight, net -> net.loss(sample));
            for (int i = 0; i < squares.length; i++) {
              squares[i] += derivative[i] * derivative[i] / samples.size();
            }
          }
          return i -> weight[i] * weight[i] * squares[i];
        });
  }

  /** What a weight's elements add to the scores of their channels. */
  private interface Terms {
    IntToDoubleFunction of(double[] weight);
  }

  private void assertMembers(ChannelCriterion criterion, Terms terms) {
    Analysis analysis = Analyzer.analyzeAsIs(graph, Map.of());
    for (ChannelGroup group : groups(analysis)) {
      List<Slot> slots =
          group.slots().stream().filter(slot -> slot.role() != SlotRole.OPERAND).toList();
      List<double[]> members = scores(criterion, analysis, group);
      assertThat(members).hasSameSizeAs(slots).hasSize(3);
      for (int m = 0; m < slots.size(); m++) {
        String tensor = slots.get(m).tensor();
        IntUnaryOperator channel = channel(tensor, slots.get(m).axis());
        double[] expected = new double[group.channels()];
        double[] weight = network.weight(tensor);
        IntToDoubleFunction term = terms.of(weight);
        for (int i = 0; i < weight.length; i++) {
          expected[channel.applyAsInt(i)] += term.applyAsDouble(i);
        }
        assertClose(members.get(m), expected);
      }
    }
  }

  /** The channel of each element of a weight. */
  private static IntUnaryOperator channel(String tensor, int axis) {
    return switch (tensor) {
      case CONV -> i -> i / WINDOW;
      case FIRST -> axis == 0 ? i -> i / (MAPS * PLACES) : i -> i % (MAPS * PLACES) / PLACES;
      case SECOND -> i -> i % HIDDEN;
      default -> i -> i;
    };
  }

  @Test
  void obdCIsTheKroneckerProductOfInputsAndDerivativesAlongAFilterOfTheConvolution() {
    double[][] a = new double[WINDOW + 1][WINDOW + 1];
    double[][] s = new double[MAPS][MAPS];
    for (Sample sample : samples) {
      double[] d = network.derivative(network.mapShift(), net -> net.loss(sample));
      for (int place = 0; place < PLACES; place++) {
        double[] window = withOne(HandwrittenNetwork.window(sample, place));
        int at = place;
        addOuter(a, window, 1.0 / samples.size());
        double[] there = IntStream.range(0, MAPS).mapToDouble(c -> d[c * PLACES + at]).toArray();
        addOuter(s, there, 1.0 / (samples.size() * PLACES));
      }
    }
    assertKronecker(0, s, a, filters(CONV, CONV_BIAS));
  }

  @Test
  void obdCIsTheKroneckerProductOfInputsAndDerivativesAlongAUnitOfALinearLayer() {
    double[][] a = new double[MAPS * PLACES + 1][MAPS * PLACES + 1];
    double[][] s = new double[HIDDEN][HIDDEN];
    for (Sample sample : samples) {
      addOuter(a, withOne(network.flat(sample)), 1.0 / samples.size());
      double[] d = network.derivative(network.hiddenShift(), net -> net.loss(sample));
      addOuter(s, d, 1.0 / samples.size());
    }
    assertKronecker(1, s, a, filters(FIRST, FIRST_BIAS));
  }

  /** Compares with ½·vᵀ(S ⊗ A)v, v all weights of the layer but those of other channels zero. */
  private void assertKronecker(int group, double[][] s, double[][] a, double[][] filters) {
    double[] expected = new double[s.length];
    for (int c = 0; c < s.length; c++) {
      double[] v = new double[s.length * a.length];
      System.arraycopy(filters[c], 0, v, c * a.length, a.length);
      for (int i = 0; i < v.length; i++) {
        for (int j = 0; j < v.length; j++) {
          double fisher = s[i / a.length][j / a.length] * a[i % a.length][j % a.length];
          expected[c] += v[i] * fisher * v[j] / 2;
        }
      }
    }
    Analysis analysis = Analyzer.analyzeAsIs(graph, Map.of());
    List<double[]> members =
        scores(new KroneckerFisher(SAMPLES), analysis, groups(analysis).get(group));
    assertThat(members).hasSize(1);
    assertClose(members.getFirst(), expected);
  }

  private double[][] filters(String weight, String bias) {
    double[] weights = network.weight(weight);
    double[] biases = network.weight(bias);
    int length = weights.length / biases.length;
    double[][] filters = new double[biases.length][];
    for (int c = 0; c < filters.length; c++) {
      filters[c] = Arrays.copyOfRange(weights, c * length, (c + 1) * length + 1);
      filters[c][length] = biases[c];
    }
    return filters;
  }

  private static double[] withOne(double[] inputs) {
    double[] longer = Arrays.copyOf(inputs, inputs.length + 1);
    longer[inputs.length] = 1;
    return longer;
  }

  private static void addOuter(double[][] sum, double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        sum[i][j] += factor * vector[i] * vector[j];
      }
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void givesAChannelOfZerosNothing(ChannelCriterion criterion) {
    Graph silent = with(with(graph, CONV, i -> i / WINDOW == 2, 0), CONV_BIAS, i -> i == 2, 0);
    Graph unread = with(silent, FIRST, i -> i % (MAPS * PLACES) / PLACES == 2, 0);
    Analysis analysis = Analyzer.analyzeAsIs(unread, Map.of());
    for (double[] member : scores(criterion, analysis, groups(analysis).getFirst())) {
      assertThat(member[2]).isZero();
      assertThat(Arrays.stream(member).sum()).isPositive();
    }
  }

  @Test
  void taylorIsTheChangeOfTheLossWithoutASmallChannel() {
    Graph open = with(graph, CONV_BIAS, i -> i == 1, 0.5f);
    Graph small =
        with(with(open, CONV, i -> i / WINDOW == 1, 0), CONV, i -> i == WINDOW + 4, 1e-3f);
    HandwrittenNetwork with = new HandwrittenNetwork(small);
    double before = with.meanLoss(samples);
    with.weight(CONV)[WINDOW + 4] = 0;
    double change = Math.abs(with.meanLoss(samples) - before);
    Analysis analysis = Analyzer.analyzeAsIs(small, Map.of());
    double[] rows =
        scores(new TaylorExpansion(SAMPLES), analysis, groups(analysis).getFirst()).getFirst();
    assertThat(change).isPositive();
    assertThat(rows[1]).isCloseTo(change, within(EXPANSION * change));
  }

  @Test
  void refusesALossWithoutAFiniteGradient() {
    Graph loud = with(graph, SECOND, _ -> true, 3e38f);
    Analysis analysis = Analyzer.analyzeAsIs(loud, Map.of());
    ChannelGroup group = groups(analysis).getFirst();
    assertThatThrownBy(() -> scores(new TaylorExpansion(SAMPLES), analysis, group))
        .hasMessageContaining("is not finite on the samples");
  }

  private List<double[]> scores(ChannelCriterion criterion, Analysis analysis, ChannelGroup group) {
    ScoringData data =
        new ScoringData(new SampleList(samples), INSTRUMENTS, StepContext.unwatched(), 1);
    ScoringContext context = new ScoringContext(analysis, new Random(0), Optional.of(data));
    List<MemberScores> scores = criterion.of(List.of(group), context);
    return scores.getFirst().members();
  }

  private static List<ChannelGroup> groups(Analysis analysis) {
    return analysis.channels().groups().stream().filter(ChannelGroup::prunable).toList();
  }

  private static void assertClose(double[] scores, double[] expected) {
    double largest = Arrays.stream(expected).max().orElseThrow();
    assertThat(largest).isPositive();
    assertThat(scores).containsExactly(expected, within(TOLERANCE * largest));
  }

  private static Graph with(Graph graph, String name, IntPredicate where, float value) {
    Map<String, Tensor> changed = new LinkedHashMap<>(graph.initializers());
    float[] values = changed.get(name).toFloats();
    IntStream.range(0, values.length).filter(where).forEach(i -> values[i] = value);
    changed.put(name, Tensor.ofFloats(changed.get(name).shape(), values));
    return graph.withInitializers(changed);
  }

  private static List<Sample> samples() {
    Random random = new Random(3);
    return IntStream.range(0, SAMPLES)
        .mapToObj(
            _ -> {
              float[] pixels = new float[IN * PLACES];
              for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) random.nextGaussian();
              }
              return new Sample(pixels, random.nextInt(CLASSES));
            })
        .toList();
  }
}
