package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;
import static io.espalier.engine.emit.Literals.ints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Resize by the letter of its definition: along one axis after the other, each new element is the
 * weighted sum of some old ones.
 *
 * <p>Source: the operator's text. Where scales are given, the aligned rules divide by the exact
 * length, which need not be whole, as the tests of the ONNX project do.
 */
final class Resampling {
  /** ONNX Runtime's precision: where a coordinate lies half-way, it decides which element it is. */
  private static final String FLOAT = "dtype=" + ScalarTypes.FLOAT;

  private final Site site;
  private final ResizeTarget target;
  private final String transform;
  private final String mode;

  private Resampling(Site site) {
    this.site = site;
    this.target = ResizeTarget.of(site);
    this.transform = site.text("coordinate_transformation_mode", "half_pixel");
    this.mode = site.text("mode", "nearest");
  }

  static void emit(Site site) {
    Resampling resampling = new Resampling(site);
    boolean exact = site.isFloating(0) || resampling.mode.equals("nearest");
    String x = exact ? site.input(0) : call("torch.to", site.input(0), ScalarTypes.FLOAT);
    for (int entry = 0; entry < resampling.target.axes().size(); entry++) {
      if (resampling.crops() || !resampling.target.isKept(site, entry)) {
        x = resampling.along(site.assign(x), entry);
      }
    }
    site.output(exact ? x : call("torch.to", x, site.scalarType(0)));
  }

  private boolean crops() {
    return transform.equals("tf_crop_and_resize");
  }

  private String along(String x, int entry) {
    int axis = target.axes().get(entry);
    Axis along = new Axis(axis, site.assign(call("torch.size", x, axis)));
    String origin = site.assign(origin(x, along, entry));
    String resized =
        mode.equals("nearest")
            ? call("torch.index_select", x, axis, clamped(rounded(origin), along))
            : weighted(x, along, origin);
    return crops() ? extrapolated(resized, along, origin) : resized;
  }

  /** Where the new elements lie among the old ones. */
  private String origin(String x, Axis along, int entry) {
    String extent = site.assign(target.extent(entry, along.size()));
    String scale = site.assign(target.scale(entry, extent, along.size()));
    String length = site.assign(target.length(entry, extent, along.size()));
    String positions = site.assign(call("torch.arange", extent, FLOAT, deviceOf(x)));
    return switch (transform) {
      case "half_pixel" -> centred(positions, scale, "-0.5");
      case "pytorch_half_pixel" ->
          call("torch.mul", centred(positions, scale, "-0.5"), "float(%s > 1)".formatted(extent));
      case "half_pixel_symmetric" ->
          centred(
              positions,
              scale,
              "float(%s) * (1.0 - float(%s) / %s) / 2.0 - 0.5"
                  .formatted(along.size(), extent, length));
      case "asymmetric" -> call("torch.div", positions, scale);
      case "align_corners" -> spread(positions, along, length, "1.0");
      case "tf_crop_and_resize" -> cropped(positions, along, length, entry);
      default -> throw site.unsupported("the coordinate rule (%s) is unknown", transform);
    };
  }

  private static String centred(String positions, String scale, String shift) {
    return call("torch.add", call("torch.div", call("torch.add", positions, "0.5"), scale), shift);
  }

  /** New elements whose corners lie on those of a part of the old ones. */
  private static String spread(String positions, Axis along, String length, String part) {
    String corners = "float(%s - 1) * (%s)".formatted(along.size(), part);
    String steps = "%s - 1.0 if %s != 1.0 else 1.0".formatted(length, length);
    return call("torch.div", call("torch.mul", positions, corners), steps);
  }

  private String cropped(String positions, Axis along, String length, int entry) {
    List<String> region = site.floats(1);
    String start = region.get(entry);
    String end = region.get(entry + target.axes().size());
    String first =
        "float(%s - 1) * ((%s + %s) / 2.0 if %s == 1.0 else %s)"
            .formatted(along.size(), start, end, length, start);
    String part = "%s - %s".formatted(end, start);
    return call("torch.add", spread(positions, along, length, part), first);
  }

  private String rounded(String origin) {
    String rounding = site.text("nearest_mode", "round_prefer_floor");
    return switch (rounding) {
      case "round_prefer_floor" -> call("torch.ceil", call("torch.sub", origin, "0.5"));
      case "round_prefer_ceil" -> call("torch.floor", call("torch.add", origin, "0.5"));
      case "floor" -> call("torch.floor", origin);
      case "ceil" -> call("torch.ceil", origin);
      default -> throw site.unsupported("the rounding (%s) is unknown", rounding);
    };
  }

  private static String clamped(String positions, Axis along) {
    String inside = call("torch.clamp", positions, 0, along.size() + " - 1");
    return call("torch.to", inside, ScalarTypes.INT64);
  }

  private String weighted(String x, Axis along, String origin) {
    String left = site.assign(call("torch.floor", origin));
    String ratio = site.assign(call("torch.sub", origin, left));
    List<String> taps = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    List<String> shares = weights(ratio);
    for (int i = 0; i < shares.size(); i++) {
      String tap = site.assign(call("torch.add", left, i - (shares.size() / 2 - 1)));
      taps.add(tap);
      weights.add(site.assign(inside(shares.get(i), tap, along)));
    }
    return sum(x, along, taps, normalized(weights));
  }

  private List<String> weights(String ratio) {
    return switch (mode) {
      case "linear" -> List.of(call("torch.rsub", ratio, "1.0"), ratio);
      case "cubic" -> new CubicWeights(site, site.number("cubic_coeff_a", -0.75f)).of(ratio);
      default -> throw site.unsupported("the mode (%s) is unknown", mode);
    };
  }

  private boolean excludesOutside() {
    return site.flag("exclude_outside", false);
  }

  private String inside(String weight, String tap, Axis along) {
    if (!excludesOutside()) {
      return weight;
    }
    String outside =
        call(
            "torch.logical_or",
            call("torch.lt", tap, 0),
            call("torch.gt", tap, along.size() + " - 1"));
    return call("torch.masked_fill", weight, outside, "0.0");
  }

  private List<String> normalized(List<String> weights) {
    if (!excludesOutside()) {
      return weights;
    }
    String total = site.assign(weights.stream().reduce((a, b) -> call("torch.add", a, b)).get());
    return weights.stream().map(weight -> call("torch.div", weight, total)).toList();
  }

  private String sum(String x, Axis along, List<String> taps, List<String> weights) {
    String sum = "";
    for (int i = 0; i < taps.size(); i++) {
      String picked = call("torch.index_select", x, along.axis(), clamped(taps.get(i), along));
      String weight = call("torch.type_as", column(weights.get(i), along), x);
      String term = call("torch.mul", picked, weight);
      sum = site.assign(i == 0 ? term : call("torch.add", sum, term));
    }
    return sum;
  }

  /** Elements beyond the old ones have a value of their own. */
  private String extrapolated(String resized, Axis along, String origin) {
    String outside =
        call(
            "torch.logical_or",
            call("torch.lt", origin, 0),
            call("torch.gt", origin, along.size() + " - 1"));
    return call(
        "torch.masked_fill",
        resized,
        column(outside, along),
        site.number("extrapolation_value", 0));
  }

  /** A vector laid along the axis. */
  private String column(String vector, Axis along) {
    long[] shape = new long[site.rank(0) - along.axis()];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return call("torch.reshape", vector, ints(shape));
  }

  /**
   * @param size identifier of its old extent
   */
  private record Axis(int axis, String size) {}

  /**
   * The four weights of a cubic convolution.
   *
   * <p>Source: R. G. Keys, Cubic convolution interpolation for digital image processing, 1981.
   */
  private record CubicWeights(Site site, String a) {
    List<String> of(String ratio) {
      String rest = site.assign(call("torch.rsub", ratio, "1.0"));
      return List.of(far(ratio), near(ratio), near(rest), far(rest));
    }

    /** ((a + 2) t - (a + 3)) t² + 1 for a distance t below 1. */
    private String near(String distance) {
      return "((%s + 2.0) * %s - (%s + 3.0)) * %s * %s + 1.0"
          .formatted(a, distance, a, distance, distance);
    }

    /** ((a t - 5 a) t + 8 a) t - 4 a for a distance t from 1 to 2, given t - 1. */
    private String far(String beyond) {
      String t = site.assign(call("torch.add", beyond, "1.0"));
      return "((%s * %s - 5.0 * %s) * %s + 8.0 * %s) * %s - 4.0 * %s"
          .formatted(a, t, a, t, a, t, a);
    }
  }
}
