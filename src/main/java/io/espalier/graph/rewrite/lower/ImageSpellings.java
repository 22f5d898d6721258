package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.rewrite.FloatingTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators on images that gained options: Pad, Resize, GridSample. */
final class ImageSpellings {
  private static final long AXES = 18;
  private static final int PADDED_AXES = 3;
  private static final int SCALES = 2;
  private static final int SIZES = 3;
  private static final Map<String, String> NEW_MODES =
      Map.of("bilinear", "linear", "bicubic", "cubic");
  private static final Map<String, String> OLD_MODES =
      Map.of("linear", "bilinear", "cubic", "bicubic");
  private static final long FIRST_GRID_SAMPLE = 16;
  private static final long RENAMED_MODES = 20;

  private ImageSpellings() {}

  static void addTo(Map<String, LoweringRule> table) {
    table.put("Pad", ((LoweringRule) ImageSpellings::padMode).then(ImageSpellings::pad));
    LoweringRule symmetric = ImageSpellings::symmetric;
    LoweringRule axes = ImageSpellings::resize;
    table.put(
        "Resize",
        symmetric
            .before(19)
            .then(DefaultAttribute.of(AXES, "antialias", Attribute.of(0L)))
            .then(DefaultAttribute.of(AXES, "keep_aspect_ratio_policy", Attribute.of("stretch")))
            .then(axes.before(AXES)));
    table.put("GridSample", ImageSpellings::gridSample);
  }

  private static List<Node> padMode(Node node, LoweringScope scope) {
    boolean wraps = node.stringAttribute("mode", "constant").equals("wrap");
    return wraps && scope.target() < 19
        ? scope.refuse(node, 19, "its mode is wrap")
        : List.of(node);
  }

  private static List<Node> pad(Node node, LoweringScope scope) {
    if (scope.target() >= AXES || node.input(PADDED_AXES).isEmpty()) {
      return List.of(shortened(node, scope));
    }
    Optional<TensorType> type = scope.type(node, 0);
    Optional<long[]> pads = scope.numbers(node, 1);
    Optional<long[]> axes = scope.numbers(node, PADDED_AXES);
    if (type.isEmpty() || pads.isEmpty() || axes.isEmpty()) {
      return scope.refuse(node, AXES, "its pads or axes are computed");
    }
    long[] all = allPads(type.get().rank(), axes.get(), pads.get());
    List<String> inputs = new ArrayList<>(node.inputs().subList(0, PADDED_AXES));
    inputs.set(1, scope.add(node, "pads", Tensor.vector(all)));
    return List.of(shortened(node.withInputs(inputs), scope));
  }

  /** Without omitted inputs at the end, which older runtimes count. */
  private static Node shortened(Node node, LoweringScope scope) {
    List<String> inputs = new ArrayList<>(node.inputs());
    while (scope.target() < AXES && inputs.getLast().isEmpty()) {
      inputs.removeLast();
    }
    return node.withInputs(inputs);
  }

  private static long[] allPads(int rank, long[] axes, long[] pads) {
    long[] all = new long[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = (int) (axes[i] < 0 ? axes[i] + rank : axes[i]);
      all[axis] = pads[i];
      all[rank + axis] = pads[axes.length + i];
    }
    return all;
  }

  private static List<Node> symmetric(Node node, LoweringScope scope) {
    String rule = node.stringAttribute("coordinate_transformation_mode", "half_pixel");
    return rule.equals("half_pixel_symmetric")
        ? scope.refuse(node, 19, "its coordinate rule is half_pixel_symmetric")
        : List.of(node);
  }

  /** Scales and sizes for all axes instead of some. */
  private static List<Node> resize(Node node, LoweringScope scope) {
    Optional<List<Long>> axes = node.intsAttribute("axes");
    if (axes.isEmpty()) {
      return List.of(node);
    }
    Optional<TensorType> type = scope.type(node, 0);
    boolean region =
        node.stringAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
    Optional<Node> resized =
        region ? Optional.empty() : type.flatMap(t -> resized(node, scope, t, axes.get()));
    return resized
        .map(List::of)
        .orElseGet(() -> scope.refuse(node, AXES, "it resizes chosen axes to computed sizes"));
  }

  private static Optional<Node> resized(
      Node node, LoweringScope scope, TensorType type, List<Long> axes) {
    List<String> inputs = new ArrayList<>(node.inputs());
    int[] positions = axes.stream().mapToInt(a -> (int) (a < 0 ? a + type.rank() : a)).toArray();
    if (node.input(SIZES).isPresent()) {
      Optional<long[]> sizes = scope.numbers(node, SIZES);
      if (sizes.isEmpty() || !othersKnown(type, positions)) {
        return Optional.empty();
      }
      inputs.set(SIZES, scope.add(node, "sizes", allSizes(type, positions, sizes.get())));
    } else {
      Optional<Tensor> scales = scope.constant(node, SCALES);
      if (scales.isEmpty()) {
        return Optional.empty();
      }
      inputs.set(SCALES, scope.add(node, "scales", allScales(type, positions, scales.get())));
    }
    return Optional.of(node.withInputs(inputs).withoutAttribute("axes"));
  }

  private static boolean othersKnown(TensorType type, int[] positions) {
    for (int axis = 0; axis < type.rank(); axis++) {
      int asked = axis;
      if (!type.dim(axis).isKnown() && Arrays.stream(positions).noneMatch(p -> p == asked)) {
        return false;
      }
    }
    return true;
  }

  private static Tensor allSizes(TensorType type, int[] positions, long[] sizes) {
    long[] all = new long[type.rank()];
    for (int axis = 0; axis < all.length; axis++) {
      all[axis] = type.dim(axis).isKnown() ? type.dim(axis).size() : 0;
    }
    for (int i = 0; i < positions.length; i++) {
      all[positions[i]] = sizes[i];
    }
    return Tensor.vector(all);
  }

  private static Tensor allScales(TensorType type, int[] positions, Tensor scales) {
    double[] all = new double[type.rank()];
    Arrays.fill(all, 1);
    for (int i = 0; i < positions.length; i++) {
      all[positions[i]] = scales.doubleAt(i);
    }
    return FloatingTensors.of(ElementType.FLOAT, new long[] {all.length}, i -> all[(int) i]);
  }

  /** Opset 20 renamed the modes and took volumes in; an absent mode means the same in both. */
  private static List<Node> gridSample(Node node, LoweringScope scope) {
    if (scope.target() < FIRST_GRID_SAMPLE) {
      return scope.refuse(node, FIRST_GRID_SAMPLE, "the operator did not exist");
    }
    boolean renamed = scope.target() >= RENAMED_MODES;
    if (!renamed && scope.type(node, 0).filter(type -> type.rank() != 4).isPresent()) {
      return scope.refuse(node, RENAMED_MODES, "its input is no image");
    }
    String mode = node.stringAttribute("mode", "");
    String written = (renamed ? NEW_MODES : OLD_MODES).getOrDefault(mode, mode);
    return List.of(written.equals(mode) ? node : node.withAttribute("mode", Attribute.of(written)));
  }
}
