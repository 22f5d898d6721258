package io.espalier.graph.family;

import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import io.espalier.graph.family.Layers.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Networks that answer for every pixel. */
final class PixelFamilies {
  private static final Map<String, Attribute> TWICE = Map.of("strides", Attribute.ofInts(2, 2));
  private static final Map<String, Attribute> LINEAR =
      Map.of(
          "mode", Attribute.of("linear"),
          "coordinate_transformation_mode", Attribute.of("half_pixel"));

  private PixelFamilies() {}

  /** Answers of 10 classes for each of 16 x 16 pixels. */
  static Map<String, BiFunction<Layers, String, String>> classes() {
    Map<String, BiFunction<Layers, String, String>> all = new LinkedHashMap<>();
    all.put("u-net", PixelFamilies::uNet);
    all.put("deeplab", PixelFamilies::deepLab);
    return all;
  }

  /** Images of 3 channels and twice the height and width. */
  static Map<String, BiFunction<Layers, String, String>> images() {
    Map<String, BiFunction<Layers, String, String>> all = new LinkedHashMap<>();
    all.put("super-resolution", (s, x) -> image(s, depthToSpace(s, x)));
    all.put("super-resolution-reshape", (s, x) -> image(s, woven(s, x)));
    return all;
  }

  private static String uNet(Layers s, String image) {
    String first = twice(s, image, 3, 16);
    String second = twice(s, s.maxPool(first, 2, 2), 16, 32);
    String deepest = twice(s, s.maxPool(second, 2, 2), 32, 64);
    String joined = s.concat(up(s, deepest, 64, 32), second);
    String last = twice(s, s.concat(up(s, twice(s, joined, 64, 32), 32, 16), first), 32, 16);
    return s.biased(last, 16, Layers.CLASSES, Window.of(1));
  }

  private static String twice(Layers s, String x, int in, int out) {
    return s.block(s.block(x, in, out, Window.of(3)), out, out, Window.of(3));
  }

  private static String up(Layers s, String x, int in, int out) {
    String stem = s.name("up");
    String weight = s.net.weight(stem + ".weight", in, out, 2, 2);
    return s.net.op("ConvTranspose", TWICE, x, weight, s.net.weight(stem + ".bias", out));
  }

  /** Dilated blocks, then pyramid pooling whose last branch is the mean of the image. */
  private static String deepLab(Layers s, String image) {
    String x = s.block(image, 3, 16, Window.of(3).stride(2));
    x = s.block(x, 16, 32, Window.of(3).stride(2));
    String branch = s.block(x, 32, 32, Window.of(3).dilation(2));
    x = s.net.relu(s.add(s.convNorm(branch, 32, 32, Window.of(3).dilation(2)), x));
    String pyramid =
        s.concat(
            s.block(x, 32, 16, Window.of(1)),
            s.block(x, 32, 16, Window.of(3).dilation(2)),
            s.block(x, 32, 16, Window.of(3).dilation(3)),
            imagePooling(s, x));
    String narrow = s.block(pyramid, 64, 32, Window.of(1));
    String classes = s.biased(narrow, 32, Layers.CLASSES, Window.of(1));
    return resize(s, classes, Layers.SIZE);
  }

  private static String imagePooling(Layers s, String x) {
    String mean = s.net.op("GlobalAveragePool", x);
    return resize(s, s.block(mean, 32, 16, Window.of(1)), Layers.SIZE / 4);
  }

  /** A Resize as exporters write it: batch and channels of the size are those of the input. */
  private static String resize(Layers s, String x, int size) {
    String shape = s.net.op("Shape", x);
    String kept =
        s.net.op(
            "Slice",
            shape,
            s.constant("start", Tensor.vector(0)),
            s.constant("end", Tensor.vector(2)),
            s.constant("axes", Tensor.vector(0)));
    String sizes =
        s.net.op(
            "Concat",
            Map.of("axis", Attribute.of(0L)),
            kept,
            s.constant("size", Tensor.vector(size, size)));
    return s.net.op("Resize", LINEAR, x, "", "", sizes);
  }

  private static String image(Layers s, String enlarged) {
    return s.biased(enlarged, 16, 3, Window.of(3));
  }

  /** The channels of four pixels for each one. */
  private static String fourPixels(Layers s, String image) {
    String first = s.net.relu(s.biased(image, 3, 32, Window.of(3)));
    String inner = s.net.relu(s.biased(first, 32, 32, Window.of(3)));
    String sum = s.add(first, s.biased(inner, 32, 32, Window.of(3)));
    return s.biased(sum, 32, 64, Window.of(3));
  }

  private static String depthToSpace(Layers s, String image) {
    Map<String, Attribute> block =
        Map.of("blocksize", Attribute.of(2L), "mode", Attribute.of("CRD"));
    return s.net.op("DepthToSpace", block, fourPixels(s, image));
  }

  /** The same as exporters spell it without DepthToSpace. */
  private static String woven(Layers s, String image) {
    int size = Layers.SIZE;
    String parts = s.reshape(fourPixels(s, image), -1, 16, 2, 2, size, size);
    String turned = s.transpose(parts, List.of(0L, 1L, 4L, 2L, 5L, 3L));
    return s.reshape(turned, -1, 16, 2 * size, 2 * size);
  }
}
