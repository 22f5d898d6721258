package io.espalier.method;

import java.util.List;
import java.util.Optional;

/**
 * How far the answers of a network move when channels of one group alone are silenced.
 *
 * @param criterion that decided which channels are silenced first
 * @param samples of the training split that were measured on
 * @param top1 of the whole network on them; empty where there are no classes
 */
public record SensitivityRecord(
    String criterion, int samples, Optional<Double> top1, List<Curve> curves) {
  public SensitivityRecord {
    curves = List.copyOf(curves);
  }

  /**
   * One group.
   *
   * @param points by ascending ratio
   */
  public record Curve(String group, int channels, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * One measurement.
   *
   * @param ratio of the channels that was asked for
   * @param silenced how many channels were
   * @param divergence from the answers of the whole network: for classes the mean Kullback-Leibler
   *     divergence in nats, for numbers the mean squared difference relative to their variance
   * @param monotone the largest divergence so far
   * @param top1 share of right answers; empty where there are no classes
   */
  public record Point(
      double ratio, int silenced, double divergence, double monotone, Optional<Double> top1) {}
}
