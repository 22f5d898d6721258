package io.espalier.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.DatasetTask;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.RuntimeInfo;
import io.espalier.engine.evaluate.Evaluation.Classification;
import io.espalier.engine.evaluate.Evaluation.Confusion;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

final class EvaluatorTest {
  private static final double EXACT = 1e-9;
  private static final double ROUNDING = 1e-5;
  private static final int BATCH = 3;
  private static final List<String> NAMES =
      List.of("cat", "dog", "emu", "fox", "gnu", "hen", "ibis");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void tellsWhatCountingOneByOneTells(long seed) {
    Random random = new Random(seed);
    int samples = 40;
    int classes = NAMES.size();
    double[][] original = gaussians(random, samples, classes);
    double[][] changed = gaussians(random, samples, classes);
    int[] targets = random.ints(samples, 0, classes).toArray();

    List<Evaluation> both = classification(List.of(original, changed), targets);

    checkClassification(both.getFirst(), original, targets);
    checkClassification(both.getLast(), changed, targets);
    assertThat(both.getFirst().original()).isEmpty();
    assertThat(both.getLast().original().orElseThrow().agreement().orElseThrow())
        .isCloseTo(
            IntStream.range(0, samples)
                .mapToDouble(i -> ByHand.best(original[i]) == ByHand.best(changed[i]) ? 1 : 0)
                .average()
                .orElseThrow(),
            within(EXACT));
    assertThat(both.getLast().original().orElseThrow().divergence().orElseThrow())
        .isCloseTo(ByHand.divergence(original, changed), within(ROUNDING));
  }

  private static void checkClassification(Evaluation found, double[][] scores, int[] targets) {
    Classification figures = found.classification().orElseThrow();
    int samples = targets.length;
    assertThat(found.samples()).isEqualTo(samples);
    assertThat(found.loss())
        .isCloseTo(
            IntStream.range(0, samples)
                .mapToDouble(i -> -Math.log(ByHand.softmax(scores[i])[targets[i]]))
                .average()
                .orElseThrow(),
            within(ROUNDING));
    assertThat(figures.top1()).isCloseTo(ByHand.topShare(scores, targets, 1), within(EXACT));
    assertThat(figures.top5()).isCloseTo(ByHand.topShare(scores, targets, 5), within(EXACT));
    assertThat(figures.calibrationError())
        .isCloseTo(ByHand.calibrationError(scores, targets), within(ROUNDING));
    assertThat(figures.meanIou()).isEmpty();
    for (int k = 0; k < NAMES.size(); k++) {
      int wanted = k;
      int[] of = IntStream.range(0, samples).filter(i -> targets[i] == wanted).toArray();
      assertThat(figures.perClass().get(k).name()).isEqualTo(NAMES.get(k));
      assertThat(figures.perClass().get(k).answers()).isEqualTo(of.length);
      long right = Arrays.stream(of).filter(i -> ByHand.best(scores[i]) == wanted).count();
      assertThat(figures.perClass().get(k).accuracy().orElse(-1.0))
          .isCloseTo(of.length == 0 ? -1 : (double) right / of.length, within(EXACT));
      for (int answer = 0; answer < NAMES.size(); answer++) {
        int given = answer;
        assertThat(figures.confusion().counts().get(k).get(answer))
            .isEqualTo(Arrays.stream(of).filter(i -> ByHand.best(scores[i]) == given).count());
      }
    }
    long mistakes = figures.confusion().pairs().stream().mapToLong(Confusion.Pair::count).sum();
    assertThat(mistakes).isLessThanOrEqualTo(Math.round(samples * (1 - figures.top1())));
    assertThat(figures.confusion().pairs())
        .extracting(Confusion.Pair::count)
        .isSortedAccordingTo((one, other) -> Long.compare(other, one));
  }

  /** A softmax at the end of a network changes nothing of what is told. */
  @Test
  void readsProbabilitiesAsWellAsScores() {
    Random random = new Random(8);
    double[][] scores = gaussians(random, 12, 4);
    double[][] probabilities = Arrays.stream(scores).map(ByHand::softmax).toArray(double[][]::new);
    int[] targets = random.ints(12, 0, 4).toArray();
    List<Subject> subjects =
        List.of(
            new Subject(new Prepared(floats(scores), 4), false),
            new Subject(new Prepared(floats(probabilities), 4), true));
    List<Evaluation> both =
        new Evaluator("x", DatasetTask.CLASSIFICATION, NAMES)
            .evaluate(subjects, batches(targets), _ -> {});
    assertThat(both.getLast().loss()).isCloseTo(both.getFirst().loss(), within(ROUNDING));
    assertThat(both.getLast().original().orElseThrow().divergence().orElseThrow())
        .isCloseTo(0, within(ROUNDING));
    assertThat(both.getLast().original().orElseThrow().agreement()).contains(1.0);
  }

  @Test
  void listsOnlyTheWorstMistakesOfManyClasses() {
    int classes = Confusion.MOST_CLASSES + 1;
    double[][] scores = gaussians(new Random(3), 90, classes);
    int[] targets = new Random(4).ints(90, 0, classes).toArray();
    Confusion confusion =
        classification(List.<double[][]>of(scores), targets)
            .getFirst()
            .classification()
            .orElseThrow()
            .confusion();
    assertThat(confusion.counts()).isEmpty();
    assertThat(confusion.pairs()).hasSize(Confusion.MOST_PAIRS);
  }

  /** Both lay classes out differently; the figures are those of the same answers. */
  @ParameterizedTest
  @EnumSource(
      value = DatasetTask.class,
      mode = Mode.INCLUDE,
      names = {"SEGMENTATION", "SEQUENCE"})
  void countsEveryPixelAndStepThatIsNotLeftOut(DatasetTask task) {
    Random random = new Random(5);
    int positions = 6;
    int classes = 3;
    double[][] scores = gaussians(random, 4 * positions, classes);
    long[] targets = random.longs(4 * positions, 0, classes).toArray();
    targets[2] = -100;
    targets[9] = -100;
    boolean perPixel = task == DatasetTask.SEGMENTATION;
    float[] laidOut = new float[scores.length * classes];
    for (int i = 0; i < scores.length; i++) {
      for (int k = 0; k < classes; k++) {
        int place =
            perPixel ? (i / positions * classes + k) * positions + i % positions : i * classes + k;
        laidOut[place] = (float) scores[i][k];
      }
    }
    Tensor output =
        Tensor.ofFloats(
            perPixel ? new long[] {4, classes, 2, 3} : new long[] {4, positions, classes}, laidOut);
    Tensor wanted =
        Tensor.ofLongs(perPixel ? new long[] {4, 2, 3} : new long[] {4, positions}, targets);
    Evaluation found =
        new Evaluator("x", task, NAMES)
            .evaluate(
                List.of(new Subject(new Constant(output), false)),
                PreparedBatches.of(List.of(input(0, 4)), List.of(wanted)),
                _ -> {})
            .getFirst();

    int[] counted = IntStream.range(0, targets.length).filter(i -> targets[i] >= 0).toArray();
    double[][] kept = Arrays.stream(counted).mapToObj(i -> scores[i]).toArray(double[][]::new);
    int[] keptTargets = Arrays.stream(counted).map(i -> (int) targets[i]).toArray();
    Classification figures = found.classification().orElseThrow();
    assertThat(found.samples()).isEqualTo(4);
    assertThat(figures.answers()).isEqualTo(counted.length);
    assertThat(figures.top1()).isCloseTo(ByHand.topShare(kept, keptTargets, 1), within(EXACT));
    assertThat(figures.meanIou().isPresent()).isEqualTo(perPixel);
    if (perPixel) {
      assertThat(figures.meanIou().orElseThrow())
          .isCloseTo(ByHand.meanIou(kept, keptTargets, classes), within(EXACT));
    }
  }

  @Test
  void tellsErrorsOfNumbers() {
    Random random = new Random(6);
    double[][] answers = gaussians(random, 7, 2);
    double[][] other = gaussians(random, 7, 2);
    double[][] targets = gaussians(random, 7, 2);
    List<Tensor> inputs = new ArrayList<>();
    List<Tensor> wanted = new ArrayList<>();
    for (int from = 0; from < 7; from += BATCH) {
      int to = Math.min(7, from + BATCH);
      inputs.add(input(from, to));
      wanted.add(
          Tensor.ofFloats(new long[] {to - from, 2}, slice(floats(targets), from * 2, to * 2)));
    }
    List<Evaluation> both =
        new Evaluator("x", DatasetTask.REGRESSION, List.of())
            .evaluate(
                List.of(
                    new Subject(new Prepared(floats(answers), 2), false),
                    new Subject(new Prepared(floats(other), 2), false)),
                PreparedBatches.of(inputs, wanted),
                _ -> {});

    Evaluation found = both.getFirst();
    assertThat(found.loss()).isCloseTo(ByHand.meanSquares(answers, targets), within(ROUNDING));
    assertThat(found.regression().orElseThrow().meanAbsoluteError())
        .isCloseTo(
            IntStream.range(0, 14)
                .mapToDouble(i -> Math.abs(answers[i / 2][i % 2] - targets[i / 2][i % 2]))
                .average()
                .orElseThrow(),
            within(ROUNDING));
    assertThat(found.regression().orElseThrow().r2().orElseThrow())
        .isCloseTo(
            (ByHand.r2(answers, targets, 0) + ByHand.r2(answers, targets, 1)) / 2,
            within(ROUNDING));
    assertThat(both.getLast().original().orElseThrow().meanSquaredDifference().orElseThrow())
        .isCloseTo(ByHand.meanSquares(other, answers), within(ROUNDING));
  }

  @Test
  void leavesOutWhatTargetsWithoutVariationCannotTell() {
    Evaluation found =
        new Evaluator("x", DatasetTask.REGRESSION, List.of())
            .evaluate(
                List.of(new Subject(new Prepared(new float[] {1, 2}, 1), false)),
                PreparedBatches.of(
                    List.of(input(0, 2)), List.of(Tensor.ofFloats(new long[] {2, 1}, 3, 3))),
                _ -> {})
            .getFirst();
    assertThat(found.regression().orElseThrow().r2()).isEmpty();
  }

  @Test
  void endsWhenItsWatcherSaysSoAndClosesTheBatch() {
    PreparedBatches batches = batches(new int[] {0, 1, 0, 1, 0});
    Evaluator evaluator = new Evaluator("x", DatasetTask.CLASSIFICATION, NAMES);
    List<Subject> subjects = List.of(new Subject(new Prepared(new float[10], 2), false));
    assertThatThrownBy(
            () ->
                evaluator.evaluate(
                    subjects,
                    batches,
                    _ -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(batches.closed()).isEqualTo(1);
  }

  @Test
  void refusesAClassTheNetworkDoesNotKnow() {
    assertThatThrownBy(
            () -> classification(List.<double[][]>of(new double[3][2]), new int[] {0, 1, 2}))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("a class (2)");
  }

  private static List<Evaluation> classification(List<double[][]> scores, int[] targets) {
    List<Subject> subjects =
        scores.stream()
            .map(one -> new Subject(new Prepared(floats(one), one[0].length), false))
            .toList();
    return new Evaluator("x", DatasetTask.CLASSIFICATION, NAMES)
        .evaluate(subjects, batches(targets), _ -> {});
  }

  private static PreparedBatches batches(int[] targets) {
    List<Tensor> inputs = new ArrayList<>();
    List<Tensor> wanted = new ArrayList<>();
    for (int from = 0; from < targets.length; from += BATCH) {
      int to = Math.min(targets.length, from + BATCH);
      inputs.add(input(from, to));
      wanted.add(
          Tensor.vector(Arrays.stream(targets, from, to).mapToLong(target -> target).toArray()));
    }
    return PreparedBatches.of(inputs, wanted);
  }

  /** Samples are their own numbers. */
  private static Tensor input(int from, int to) {
    float[] numbers = new float[to - from];
    for (int i = from; i < to; i++) {
      numbers[i - from] = i;
    }
    return Tensor.ofFloats(new long[] {numbers.length, 1}, numbers);
  }

  /** Answers each sample with the row of its number. */
  private record Prepared(float[] rows, int width) implements RunnableModel {
    @Override
    public List<Tensor> run(Map<String, Tensor> inputs) {
      float[] numbers = inputs.get("x").toFloats();
      float[] answers = new float[numbers.length * width];
      for (int i = 0; i < numbers.length; i++) {
        System.arraycopy(rows, (int) numbers[i] * width, answers, i * width, width);
      }
      return List.of(Tensor.ofFloats(new long[] {numbers.length, width}, answers));
    }

    @Override
    public RuntimeInfo runtime() {
      return new RuntimeInfo("prepared", "1", "paper", 1);
    }

    @Override
    public void close() {}
  }

  private record Constant(Tensor output) implements RunnableModel {
    @Override
    public List<Tensor> run(Map<String, Tensor> inputs) {
      return List.of(output);
    }

    @Override
    public RuntimeInfo runtime() {
      return new RuntimeInfo("constant", "1", "paper", 1);
    }

    @Override
    public void close() {}
  }

  private static double[][] gaussians(Random random, int rows, int columns) {
    return IntStream.range(0, rows)
        .mapToObj(
            _ -> IntStream.range(0, columns).mapToDouble(_ -> 2 * random.nextGaussian()).toArray())
        .toArray(double[][]::new);
  }

  private static float[] floats(double[][] rows) {
    double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    float[] floats = new float[all.length];
    for (int i = 0; i < all.length; i++) {
      floats[i] = (float) all[i];
    }
    return floats;
  }

  private static float[] slice(float[] values, int from, int to) {
    return Arrays.copyOfRange(values, from, to);
  }
}
