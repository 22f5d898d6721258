package io.espalier.engine.train;

import io.espalier.engine.train.TrainingListener.Point;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The points of a training so far, series by series. */
final class Curve {
  private static final int NUMBERS = 3;
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Map<String, List<Point>> series = new TreeMap<>();

  void add(Point point) {
    series.computeIfAbsent(point.series(), _ -> new ArrayList<>()).add(point);
  }

  List<Point> points() {
    return series.values().stream().flatMap(List::stream).toList();
  }

  /** Each series as {@code [points, 3]}: step, epoch, value. */
  Map<String, Tensor> toTensors() {
    Map<String, Tensor> tensors = new TreeMap<>();
    series.forEach((name, points) -> tensors.put(name, tensor(points)));
    return tensors;
  }

  void restore(String name, Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i += NUMBERS) {
      add(
          new Point(
              name, (long) tensor.doubleAt(i), tensor.doubleAt(i + 1), tensor.doubleAt(i + 2)));
    }
  }

  private static Tensor tensor(List<Point> points) {
    MemorySegment bytes = Arena.ofAuto().allocate(DOUBLE, (long) NUMBERS * points.size());
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      bytes.setAtIndex(DOUBLE, (long) NUMBERS * i, point.step());
      bytes.setAtIndex(DOUBLE, (long) NUMBERS * i + 1, point.epoch());
      bytes.setAtIndex(DOUBLE, (long) NUMBERS * i + 2, point.value());
    }
    return Tensor.of(ElementType.DOUBLE, new long[] {points.size(), NUMBERS}, bytes);
  }
}
