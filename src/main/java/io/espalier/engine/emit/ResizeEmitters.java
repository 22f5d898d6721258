package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.bool;
import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.list;

import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Resizing of the spatial axes, where libtorch samples exactly where ONNX does. */
final class ResizeEmitters {
  private static final List<String> LINEAR = List.of("linear1d", "bilinear2d", "trilinear3d");

  private ResizeEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Resize", ResizeEmitters::resize);
  }

  private static void resize(Site site) {
    requirePlain(site);
    Target target = site.hasInput(3) ? Target.ofSizes(site) : Target.ofScales(site);
    String mode = site.text("mode", "nearest");
    switch (mode) {
      case "nearest" -> nearest(site, target);
      case "linear" -> linear(site, target);
      default -> throw site.unsupported("the mode (%s) has no exact program", mode);
    }
  }

  private static void requirePlain(Site site) {
    if (site.flag("antialias", false)
        || site.node().intsAttribute("axes").isPresent()
        || !site.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw site.unsupported("it filters, names axes or keeps the aspect ratio");
    }
  }

  /** libtorch takes the element at the rounded-down product of position and inverse scale. */
  private static void nearest(Site site, Target target) {
    String rounding = site.text("nearest_mode", "round_prefer_floor");
    String transform = transform(site);
    boolean floors = transform.equals("asymmetric") && rounding.equals("floor");
    boolean centres = transform.equals("half_pixel") && rounding.equals("round_prefer_floor");
    if (!floors && !(centres && target.enlargesByWholeFactors())) {
      throw site.unsupported(
          "nearest elements by %s and %s have no exact program", transform, rounding);
    }
    String function = "torch.upsample_nearest" + target.sizes().size() + "d";
    site.output(call(function, site.input(0), list(target.sizes()), target.scaleArguments()));
  }

  private static void linear(Site site, Target target) {
    String transform = transform(site);
    boolean corners = transform.equals("align_corners");
    if (!corners && !transform.equals("half_pixel") && !transform.equals("pytorch_half_pixel")) {
      throw site.unsupported("linear interpolation by %s has no exact program", transform);
    }
    String function = "torch.upsample_" + LINEAR.get(target.sizes().size() - 1);
    String sizes = list(target.sizes());
    site.output(call(function, site.input(0), sizes, bool(corners), target.scaleArguments()));
  }

  private static String transform(Site site) {
    return site.text("coordinate_transformation_mode", "half_pixel");
  }

  /**
   * What the spatial axes become.
   *
   * @param sizes expressions of the new extents
   * @param scales factors when they were given, empty when the sizes were
   * @param factors new by old extent where both are known, NaN otherwise
   */
  private record Target(List<String> sizes, List<Double> scales, List<Double> factors) {

    static Target ofScales(Site site) {
      Tensor given = site.requireConstant(2);
      int axes = spatialAxes(site, given);
      List<String> sizes = new ArrayList<>();
      List<Double> scales = new ArrayList<>();
      for (int axis = 2; axis < axes + 2; axis++) {
        double scale = given.doubleAt(axis);
        String size = call("torch.size", site.input(0), axis);
        sizes.add(call("int", size + " * " + Literals.number(scale)));
        scales.add(scale);
      }
      requireUnchanged(site, given.doubleAt(0) == 1 && given.doubleAt(1) == 1);
      return new Target(sizes, scales, scales);
    }

    static Target ofSizes(Site site) {
      Tensor given = site.requireConstant(3);
      int axes = spatialAxes(site, given);
      List<String> sizes = new ArrayList<>();
      List<Double> factors = new ArrayList<>();
      for (int axis = 2; axis < axes + 2; axis++) {
        sizes.add(Long.toString(given.longAt(axis)));
        factors.add((double) given.longAt(axis) / site.extent(0, axis));
      }
      requireUnchanged(site, site.type(0).dim(1).is(given.longAt(1)));
      return new Target(sizes, List.of(), factors);
    }

    private static int spatialAxes(Site site, Tensor given) {
      int axes = site.rank(0) - 2;
      if (axes < 1 || axes > 3 || given.elements() != axes + 2) {
        throw site.unsupported("it resizes a tensor of rank %d", site.rank(0));
      }
      return axes;
    }

    private static void requireUnchanged(Site site, boolean unchanged) {
      if (!unchanged) {
        throw site.unsupported("it resizes the batch or the channels");
      }
    }

    boolean enlargesByWholeFactors() {
      return factors.stream().allMatch(factor -> factor >= 1 && factor == Math.rint(factor));
    }

    /** One argument for each axis; none lets libtorch divide the extents, as ONNX does. */
    String scaleArguments() {
      return IntStream.range(0, sizes.size())
          .mapToObj(i -> scales.isEmpty() ? Literals.NONE : Literals.number(scales.get(i)))
          .collect(Collectors.joining(", "));
    }
  }
}
