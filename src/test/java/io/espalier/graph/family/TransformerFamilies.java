package io.espalier.graph.family;

import io.espalier.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Small transformers and recurrent networks by name; weights come from a seed. */
public final class TransformerFamilies {
  private static final Map<String, LongFunction<Graph>> FAMILIES = families();

  private TransformerFamilies() {}

  private static Map<String, LongFunction<Graph>> families() {
    Map<String, LongFunction<Graph>> families = new LinkedHashMap<>();
    families.put("vit-class-token", VisionTransformers::classToken);
    families.put("vit-mean", VisionTransformers::meanPooling);
    families.put("vit-separate", VisionTransformers::separate);
    families.put("vit-multihead", VisionTransformers::multihead);
    families.put("bert", TextTransformers::bert);
    families.put("swin", SwinTransformer::build);
    families.put("llama", TextTransformers::llama);
    families.put("lstm", RecurrentNetworks::lstm);
    families.put("lstm-bidirectional", RecurrentNetworks::bidirectional);
    families.put("gru", RecurrentNetworks::gru);
    return families;
  }

  public static List<String> names() {
    return List.copyOf(FAMILIES.keySet());
  }

  /** The network of a name. */
  public static Graph build(String name, long seed) {
    return FAMILIES.get(name).apply(seed);
  }
}
