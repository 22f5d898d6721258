package io.espalier.architecture.vit;

import io.espalier.architecture.VitArchitecture;
import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.ConvolutionLayers;
import io.espalier.architecture.assembly.Features;
import io.espalier.architecture.assembly.TensorSource;
import io.espalier.architecture.assembly.Window;
import io.espalier.graph.Attribute;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes tokens of an image: one of each patch, and those that stand before them. */
final class VitTokens {
  private final Assembly assembly;
  private final VitNames names;
  private final long width;
  private final List<String> prefixTokens;
  private final PatchGrid grid;

  VitTokens(Assembly assembly, VitNames names, VitArchitecture.Extents stated, long width) {
    TensorSource source = assembly.source();
    this.assembly = assembly;
    this.names = names;
    this.width = width;
    this.prefixTokens =
        Stream.of(names.classToken(), names.distillationToken()).filter(source::has).toList();
    this.grid = PatchGrid.of(source, names, stated, prefixTokens.size());
  }

  /** The number of tokens before the patches. */
  int prefix() {
    return prefixTokens.size();
  }

  /** The number of all tokens. */
  long count() {
    return grid.patches() + prefix();
  }

  /** The tokens with their positions, {@code [B, T, D]}. */
  String embed() {
    String patches = patches();
    if (grid.placesPrefix()) {
      return placed(withPrefix(patches));
    }
    return withPrefix(placed(patches));
  }

  private String patches() {
    ConvolutionLayers layers = new ConvolutionLayers(assembly);
    String name = "patches";
    String module = names.patches().weight().replaceFirst("\\.weight$", "");
    Features image = layers.images(names.input(), module, grid.imageSize());
    Features cut = layers.convolution(module, image, Window.tiled(grid.patchSize()), 1, true);
    String target = assembly.constant(name + ".shape", Tensor.vector(0, 0, -1));
    String flat = assembly.op(name + ".flatten", "Reshape", cut.value(), target);
    return assembly.op(name, "Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1)), flat);
  }

  private String placed(String tokens) {
    String positions = assembly.weight(names.positions(), 1, grid.positions(), width);
    return assembly.op("positions", "Add", tokens, positions);
  }

  private String withPrefix(String tokens) {
    if (prefixTokens.isEmpty()) {
      return tokens;
    }
    String shape = repeatedShape(tokens);
    String[] all =
        Stream.concat(prefixTokens.stream().map(name -> repeated(name, shape)), Stream.of(tokens))
            .toArray(String[]::new);
    return assembly.op("tokens", "Concat", Map.of("axis", Attribute.of(1L)), all);
  }

  /** The shape {@code [B, 1, 1]}, to which a token is repeated. */
  private String repeatedShape(String tokens) {
    Map<String, Attribute> batchAxis = Map.of("start", Attribute.of(0L), "end", Attribute.of(1L));
    String batch = assembly.op("batch", "Shape", batchAxis, tokens);
    String ones = assembly.constant("batch.ones", Tensor.vector(1, 1));
    return assembly.op("batch.shape", "Concat", Map.of("axis", Attribute.of(0L)), batch, ones);
  }

  private String repeated(String token, String shape) {
    return assembly.op(token + ".repeat", "Expand", assembly.weight(token, 1, 1, width), shape);
  }

  /** The tokens of the patches alone. */
  String withoutPrefix(String tokens) {
    if (prefix() == 0) {
      return tokens;
    }
    return assembly.op(
        "pool.patches",
        "Slice",
        tokens,
        assembly.constant("pool.starts", Tensor.vector(prefix())),
        assembly.constant("pool.ends", Tensor.vector(Long.MAX_VALUE)),
        assembly.constant("pool.axes", Tensor.vector(1)));
  }
}
