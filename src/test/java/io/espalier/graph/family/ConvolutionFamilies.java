package io.espalier.graph.family;

import io.espalier.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Every convolutional architecture, as its exporter would write it; weights come from a seed. */
public final class ConvolutionFamilies {
  /** Its normalisation has one scale a channel, as from opset 21 on. */
  static final String OF_OPSET_21 = "resnet-group-norm-fused";

  private static final Map<String, BiFunction<Layers, String, String>> CLASSIFIERS = classifiers();
  private static final Map<String, BiFunction<Layers, String, String>> CLASSES_OF_PIXELS =
      PixelFamilies.classes();
  private static final Map<String, BiFunction<Layers, String, String>> IMAGES =
      PixelFamilies.images();

  private ConvolutionFamilies() {}

  private static Map<String, BiFunction<Layers, String, String>> classifiers() {
    Map<String, BiFunction<Layers, String, String>> all = new LinkedHashMap<>();
    all.putAll(BranchFamilies.all());
    all.putAll(ResidualFamilies.all());
    all.putAll(MobileFamilies.all());
    all.putAll(ConvNextFamilies.all());
    return all;
  }

  public static List<String> names() {
    Map<String, Object> all = new LinkedHashMap<>(CLASSIFIERS);
    all.putAll(CLASSES_OF_PIXELS);
    all.putAll(IMAGES);
    return List.copyOf(all.keySet());
  }

  /**
   * The network of a name, not normalized.
   *
   * <ul>
   *   <li>image: [batch, 3, 16, 16]
   *   <li>output: [batch, 10]; [batch, 10, 16, 16] of {@code u-net} and {@code deeplab}; [batch, 3,
   *       32, 32] of {@code super-resolution}
   * </ul>
   */
  public static Graph build(String name, long seed) {
    Layers layers = new Layers(name, seed);
    String image = layers.image();
    if (CLASSIFIERS.containsKey(name)) {
      layers.net.output(CLASSIFIERS.get(name).apply(layers, image), Layers.CLASSES);
    } else if (CLASSES_OF_PIXELS.containsKey(name)) {
      String y = CLASSES_OF_PIXELS.get(name).apply(layers, image);
      layers.net.output(y, Layers.CLASSES, Layers.SIZE, Layers.SIZE);
    } else {
      String y = IMAGES.get(name).apply(layers, image);
      layers.net.output(y, 3, 2 * Layers.SIZE, 2 * Layers.SIZE);
    }
    Graph graph = layers.net.build();
    return name.equals(OF_OPSET_21) ? graph.withOpsets(Map.of("", 21L)) : graph;
  }
}
