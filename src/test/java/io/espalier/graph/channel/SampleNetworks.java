package io.espalier.graph.channel;

import io.espalier.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Small networks of every kind of coupling; widths and weights come from a seed. */
public final class SampleNetworks {
  private static final Map<String, BiFunction<Blocks, String, String>> IMAGES = images();
  private static final Map<String, BiFunction<Blocks, String, String>> TOKENS = TokenNetworks.all();

  private SampleNetworks() {}

  private static Map<String, BiFunction<Blocks, String, String>> images() {
    Map<String, BiFunction<Blocks, String, String>> images = new LinkedHashMap<>();
    images.putAll(ConvolutionNetworks.all());
    images.putAll(LayoutNetworks.all());
    images.putAll(PositionNetworks.all());
    return images;
  }

  public static List<String> names() {
    Map<String, Object> all = new LinkedHashMap<>(IMAGES);
    all.putAll(TOKENS);
    return List.copyOf(all.keySet());
  }

  /** The oldest opset, 13 or newer, that has every operator of a network. */
  public static int oldestOpset(String name) {
    return Set.of("sampled", "regions").contains(name) ? 16 : 13;
  }

  /** The network of a name; images [batch, 3, 6, 6] or tokens [batch, 5, 12] to 5 numbers. */
  public static Graph build(String name, long seed) {
    Blocks blocks = new Blocks(name, seed);
    String y =
        IMAGES.containsKey(name)
            ? IMAGES.get(name).apply(blocks, blocks.net.input("x", 3, Blocks.SIZE, Blocks.SIZE))
            : TOKENS.get(name).apply(blocks, blocks.net.input("x", 5, 12));
    blocks.net.output(y, Blocks.CLASSES);
    return blocks.net.build();
  }
}
