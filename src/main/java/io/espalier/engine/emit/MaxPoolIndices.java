package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;
import static io.espalier.engine.emit.Literals.ints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The second output of a MaxPool: where in the whole input each largest element lies.
 *
 * <p>libtorch counts within one plane of what the pool was given, padding included.
 */
final class MaxPoolIndices {
  private final Site site;
  private final SpatialWindow window;
  private final String x;

  private MaxPoolIndices(Site site, SpatialWindow window, String x) {
    this.site = site;
    this.window = window;
    this.x = x;
  }

  /**
   * Writes both outputs.
   *
   * @param x what is pooled: the input, or the padded input
   * @param pool call that returns values and indices
   */
  static void emit(Site site, SpatialWindow window, String x, String pool) {
    String values = site.newIdentifier();
    String indices = site.newIdentifier();
    site.statement("%s, %s, = %s".formatted(values, indices, pool));
    site.output(0, values);
    site.output(1, new MaxPoolIndices(site, window, x).inInput(indices));
  }

  private String inInput(String indices) {
    List<String> coordinates = coordinates(indices);
    boolean columnMajor = site.flag("storage_order", false);
    String position = "";
    for (int i = 0; i < window.axes(); i++) {
      int axis = columnMajor ? window.axes() - 1 - i : i;
      String coordinate = coordinates.get(axis);
      position =
          i == 0
              ? coordinate
              : call("torch.add", call("torch.mul", position, extent(axis)), coordinate);
    }
    return call("torch.add", position, planes(indices));
  }

  /** Coordinates without the padding, the first spatial axis first. */
  private List<String> coordinates(String indices) {
    List<String> coordinates = new ArrayList<>();
    String rest = indices;
    for (int axis = window.axes() - 1; axis >= 0; axis--) {
      String size = site.assign(call("torch.size", x, axis + 2));
      String padded = call("torch.remainder", rest, size);
      long before = x.equals(site.input(0)) ? 0 : window.padding().begin().get(axis);
      coordinates.addFirst(site.assign(call("torch.sub", padded, before)));
      rest = site.assign(call("torch.div", rest, size, "rounding_mode=\"floor\""));
    }
    return coordinates;
  }

  /** Where the plane of each batch and channel begins. */
  private String planes(String indices) {
    String batch = call("torch.size", indices, 0);
    String channels = call("torch.size", indices, 1);
    String count = "%s * %s".formatted(batch, channels);
    String numbers = call("torch.arange", count, deviceOf(x));
    long[] ones = new long[window.axes()];
    Arrays.fill(ones, 1);
    String shape = "[%s, %s] + %s".formatted(batch, channels, ints(ones));
    String plane = "1";
    for (int axis = 0; axis < window.axes(); axis++) {
      plane += " * " + extent(axis);
    }
    return call("torch.mul", call("torch.reshape", numbers, shape), plane);
  }

  private String extent(int axis) {
    return call("torch.size", site.input(0), axis + 2);
  }
}
