package io.espalier.graph.family;

import io.espalier.graph.family.Layers.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Classifiers of plain convolutions, alone or joined end to end. */
final class BranchFamilies {
  private static final int GROWTH = 8;

  private BranchFamilies() {}

  static Map<String, BiFunction<Layers, String, String>> all() {
    Map<String, BiFunction<Layers, String, String>> all = new LinkedHashMap<>();
    all.put("vgg", BranchFamilies::vgg);
    all.put("densenet", BranchFamilies::denseNet);
    all.put("inception", BranchFamilies::inception);
    return all;
  }

  private static String vgg(Layers s, String image) {
    String x = s.net.relu(s.biased(image, 3, 16, Window.of(3)));
    x = s.maxPool(s.net.relu(s.biased(x, 16, 16, Window.of(3))), 2, 2);
    x = s.net.relu(s.biased(x, 16, 32, Window.of(3)));
    x = s.maxPool(s.net.relu(s.biased(x, 32, 32, Window.of(3))), 2, 2);
    int rest = Layers.SIZE / 4;
    String hidden = s.net.relu(s.net.linear(s.net.op("Flatten", x), 32 * rest * rest, 64));
    return s.net.linear(hidden, 64, Layers.CLASSES);
  }

  /** Every layer reads all earlier ones. */
  private static String denseNet(Layers s, String image) {
    String x = s.conv(image, 3, 16, Window.of(3));
    x = denseBlock(s, x, 16, 3);
    int width = 16 + 3 * GROWTH;
    String narrow = s.conv(s.net.relu(s.net.batchNorm(x, width)), width, 24, Window.of(1));
    x = denseBlock(s, s.averagePool(narrow, 2, 2), 24, 3);
    int last = 24 + 3 * GROWTH;
    return s.classify(s.net.relu(s.net.batchNorm(x, last)), last);
  }

  private static String denseBlock(Layers s, String x, int in, int layers) {
    String all = x;
    for (int layer = 0; layer < layers; layer++) {
      int width = in + layer * GROWTH;
      String first = s.net.relu(s.net.batchNorm(all, width));
      String inner = s.net.relu(s.convNorm(first, width, 2 * GROWTH, Window.of(1)));
      all = s.concat(all, s.conv(inner, 2 * GROWTH, GROWTH, Window.of(3)));
    }
    return all;
  }

  private static String inception(Layers s, String image) {
    String x = s.maxPool(s.block(image, 3, 16, Window.of(3)), 3, 2);
    x = module(s, x, 16);
    x = module(s, s.maxPool(x, 3, 2), 64);
    return s.classify(x, 64);
  }

  /** Four branches of 16 channels each. */
  private static String module(Layers s, String x, int in) {
    String one = s.block(x, in, 16, Window.of(1));
    String three = s.block(s.block(x, in, 12, Window.of(1)), 12, 16, Window.of(3));
    String five = s.block(s.block(x, in, 8, Window.of(1)), 8, 16, Window.of(3));
    String twice = s.block(five, 16, 16, Window.of(3));
    String pooled = s.block(s.averagePool(x, 3, 1), in, 16, Window.of(1));
    return s.concat(one, three, twice, pooled);
  }
}
