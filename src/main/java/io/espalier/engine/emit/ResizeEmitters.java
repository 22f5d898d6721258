package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.bool;
import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.list;

import io.espalier.graph.Dim;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Resizing, by a kernel of libtorch where one samples exactly where ONNX does. */
final class ResizeEmitters {
  private static final List<String> LINEAR = List.of("linear1d", "bilinear2d", "trilinear3d");

  private ResizeEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Resize", ResizeEmitters::resize);
  }

  private static void resize(Site site) {
    if (site.flag("antialias", false)
        || !site.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw site.unsupported("it filters or keeps the aspect ratio");
    }
    Optional<Target> target = Target.of(site);
    if (target.filter(spatial -> isNearest(site, spatial)).isPresent()) {
      nearest(site, target.get());
    } else if (target.filter(spatial -> isLinear(site, spatial)).isPresent()) {
      linear(site, target.get());
    } else {
      Resampling.emit(site);
    }
  }

  /** libtorch takes the element at the rounded-down product of position and inverse scale. */
  private static boolean isNearest(Site site, Target target) {
    String rounding = site.text("nearest_mode", "round_prefer_floor");
    String transform = transform(site);
    boolean floors = transform.equals("asymmetric") && rounding.equals("floor");
    boolean centres = transform.equals("half_pixel") && rounding.equals("round_prefer_floor");
    return site.text("mode", "nearest").equals("nearest")
        && (floors || centres && target.enlargesByWholeFactors());
  }

  private static void nearest(Site site, Target target) {
    String function = "torch.upsample_nearest" + target.sizes().size() + "d";
    site.output(call(function, site.input(0), list(target.sizes()), target.scaleArguments()));
  }

  private static boolean isLinear(Site site, Target target) {
    String transform = transform(site);
    boolean centres = transform.equals("half_pixel") || transform.equals("pytorch_half_pixel");
    boolean corners = transform.equals("align_corners") && target.wholeExtents();
    return site.text("mode", "nearest").equals("linear")
        && (centres || corners)
        && !site.flag("exclude_outside", false);
  }

  private static void linear(Site site, Target target) {
    boolean corners = transform(site).equals("align_corners");
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
   * @param factors new by old extent
   * @param wholeExtents whether no new extent had to be rounded
   */
  private record Target(
      List<String> sizes, List<Double> scales, List<Double> factors, boolean wholeExtents) {

    /** Empty when other axes change, or the numbers are computed. */
    static Optional<Target> of(Site site) {
      int given = site.hasInput(3) ? 3 : 2;
      int axes = site.rank(0) - 2;
      boolean plain =
          site.isFloating(0)
              && site.constant(given).isPresent()
              && site.node().intsAttribute("axes").isEmpty()
              && axes >= 1
              && axes <= 3
              && site.requireConstant(given).elements() == axes + 2;
      if (!plain) {
        return Optional.empty();
      }
      return given == 3 ? ofSizes(site) : ofScales(site);
    }

    private static Optional<Target> ofScales(Site site) {
      Tensor given = site.requireConstant(2);
      List<String> sizes = new ArrayList<>();
      List<Double> scales = new ArrayList<>();
      boolean whole = true;
      for (int axis = 2; axis < site.rank(0); axis++) {
        double scale = given.doubleAt(axis);
        String size = call("torch.size", site.input(0), axis);
        sizes.add(call("int", size + " * " + Literals.number(scale)));
        scales.add(scale);
        whole &= isWhole(scale) || isWhole(scale * knownExtent(site, axis));
      }
      boolean kept = given.doubleAt(0) == 1 && given.doubleAt(1) == 1;
      return kept ? Optional.of(new Target(sizes, scales, scales, whole)) : Optional.empty();
    }

    /** NaN, which is not whole whatever it is multiplied by, for an extent that is not known. */
    private static double knownExtent(Site site, int axis) {
      Dim dim = site.type(0).dim(axis);
      return dim.isKnown() ? dim.size() : Double.NaN;
    }

    private static Optional<Target> ofSizes(Site site) {
      Tensor given = site.requireConstant(3);
      List<String> sizes = new ArrayList<>();
      List<Double> factors = new ArrayList<>();
      for (int axis = 2; axis < site.rank(0); axis++) {
        sizes.add(Long.toString(given.longAt(axis)));
        factors.add(given.longAt(axis) / knownExtent(site, axis));
      }
      boolean kept = site.type(0).dim(1).is(given.longAt(1)) && keepsBatch(site, given);
      return kept ? Optional.of(new Target(sizes, List.of(), factors, true)) : Optional.empty();
    }

    /** A constant batch is what the input's batch was when the model was exported. */
    private static boolean keepsBatch(Site site, Tensor given) {
      Dim batch = site.type(0).dim(0);
      return !batch.isKnown() || batch.is(given.longAt(0));
    }

    private static boolean isWhole(double value) {
      return value == Math.rint(value);
    }

    boolean enlargesByWholeFactors() {
      return factors.stream().allMatch(factor -> factor >= 1 && isWhole(factor));
    }

    /** One argument for each axis; none lets libtorch divide the extents, as ONNX does. */
    String scaleArguments() {
      return IntStream.range(0, sizes.size())
          .mapToObj(i -> scales.isEmpty() ? Literals.NONE : Literals.number(scales.get(i)))
          .collect(Collectors.joining(", "));
    }
  }
}
