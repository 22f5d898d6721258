package io.espalier.web.job;

import io.espalier.job.metric.MetricPoint;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The curves of a job, by step and then by name. */
@Schema(name = "Metrics")
public record MetricsView(List<Series> data) {
  public MetricsView {
    data = List.copyOf(data);
  }

  /**
   * The view of points.
   *
   * @param points ordered as the store gives them
   */
  static MetricsView of(List<MetricPoint> points) {
    Map<Name, List<Point>> series =
        points.stream()
            .collect(
                Collectors.groupingBy(
                    point -> new Name(point.step(), point.series()),
                    LinkedHashMap::new,
                    Collectors.mapping(Point::of, Collectors.toList())));
    return new MetricsView(
        series.entrySet().stream()
            .map(
                entry ->
                    new Series(entry.getKey().step(), entry.getKey().series(), entry.getValue()))
            .toList());
  }

  private record Name(int step, String series) {}

  /**
   * One curve; each iteration comes once.
   *
   * @param step index of the step in the job document, from 0
   */
  @Schema(name = "MetricSeries")
  public record Series(
      @Schema(example = "1") int step,
      @Schema(example = "loss") String series,
      List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * A point of a curve.
   *
   * @param iteration of the training
   * @param epoch with its fraction
   */
  @Schema(name = "MetricPoint")
  public record Point(
      @Schema(example = "120") long iteration,
      @Schema(example = "1.5") double epoch,
      @Schema(example = "0.31") double value) {
    static Point of(MetricPoint point) {
      return new Point(point.iteration(), point.epoch(), point.value());
    }
  }
}
