package io.espalier.report;

import io.espalier.engine.train.TrainingListener.Point;
import io.espalier.method.TrainingRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a step trained.
 *
 * @param trainingSamples of one epoch, from the split train
 * @param validationSamples held back from the training to choose by; the split that is measured on
 *     has no part in any choice
 * @param seconds of wall-clock time in the last attempt
 * @param best the epoch with the lowest loss on what was held back
 * @param deterministic whether the same job gives the same weights, bit by bit
 */
public record TrainingReport(
    long trainedParameters,
    long frozenParameters,
    int trainingSamples,
    int validationSamples,
    int epochs,
    long steps,
    double seconds,
    List<String> devices,
    Optional<TrainingRecord.BestEpoch> best,
    boolean stoppedEarly,
    boolean deterministic,
    List<Curve> curves) {
  private static final int MOST_POINTS = 200;

  public TrainingReport {
    devices = List.copyOf(devices);
    curves = List.copyOf(curves);
  }

  /**
   * One series, thinned out.
   *
   * @param steps of the optimiser, ascending
   * @param values one for each
   */
  public record Curve(String series, List<Long> steps, List<Double> values) {
    public Curve {
      steps = List.copyOf(steps);
      values = List.copyOf(values);
    }
  }

  public static TrainingReport of(TrainingRecord training) {
    return new TrainingReport(
        training.trainedParameters(),
        training.frozenParameters(),
        training.trainingSamples(),
        training.validationSamples(),
        training.epochs(),
        training.steps(),
        training.seconds(),
        training.devices(),
        training.best(),
        training.stoppedEarly(),
        training.devices().equals(List.of("cpu")),
        curves(training.curve()));
  }

  private static List<Curve> curves(List<Point> points) {
    Map<String, List<Point>> bySeries = new LinkedHashMap<>();
    for (Point point : points) {
      if (Double.isFinite(point.value())) {
        bySeries.computeIfAbsent(point.series(), _ -> new ArrayList<>()).add(point);
      }
    }
    return bySeries.entrySet().stream().map(e -> curve(e.getKey(), thinned(e.getValue()))).toList();
  }

  private static Curve curve(String series, List<Point> points) {
    return new Curve(
        series,
        points.stream().map(Point::step).toList(),
        points.stream().map(Point::value).toList());
  }

  /** Equally far apart, the first and the last among them. */
  private static List<Point> thinned(List<Point> points) {
    int last = points.size() - 1;
    return last < MOST_POINTS
        ? points
        : IntStream.range(0, MOST_POINTS)
            .mapToObj(i -> points.get((int) ((long) i * last / (MOST_POINTS - 1))))
            .toList();
  }
}
