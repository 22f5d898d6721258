package io.espalier.architecture.vit;

import io.espalier.architecture.assembly.LinearNames;
import io.espalier.architecture.assembly.TensorSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How one library names the tensors of a vision transformer. */
sealed interface VitNames permits TimmNames, TorchvisionNames, HuggingFaceNames {
  /** The tensors by which the libraries are told apart. */
  List<String> MARKERS =
      List.of(
          TimmNames.PATCHES + ".weight",
          TorchvisionNames.PATCHES + ".weight",
          "vit." + HuggingFaceNames.PATCHES + ".weight",
          "deit." + HuggingFaceNames.PATCHES + ".weight",
          HuggingFaceNames.PATCHES + ".weight");

  /** The names that a source uses; empty when it uses none that are known. */
  static Optional<VitNames> of(TensorSource source) {
    return Stream.<VitNames>of(
            new TimmNames(),
            new TorchvisionNames(source.has(TorchvisionNames.OLD_MLP)),
            new HuggingFaceNames("vit."),
            new HuggingFaceNames("deit."),
            new HuggingFaceNames(""))
        .filter(names -> source.has(names.patches().weight()))
        .findFirst();
  }

  LinearNames patches();

  String classToken();

  String distillationToken();

  String positions();

  /** The name of the blocks up to the number. */
  String blocks();

  Block block(int index);

  /** The LayerNorm of every token after the last block. */
  LinearNames norm();

  /** The LayerNorm of the pooled vector. */
  LinearNames pooledNorm();

  /** A linear layer before a hyperbolic tangent, over the pooled vector. */
  LinearNames pooler();

  LinearNames head();

  LinearNames distillationHead();

  /** The names of the head that reads the class token beside a distillation token. */
  LinearNames classHead();

  /** Tensors of variants that compute something else. */
  List<String> unsupported();

  /** Of every LayerNorm, when the description states none. */
  double usualEpsilon();

  /** Whether a network without a head gives all tokens, and not one pooled vector. */
  boolean givesTokens();

  /** What the library calls the image. */
  String input();

  /**
   * The tensors of one block.
   *
   * @param queryKeyValue one layer for all three, or one each
   * @param scale1 scales of the attention's channels, which not every network has
   * @param scale2 scales of the MLP's channels
   */
  record Block(
      LinearNames norm1,
      List<LinearNames> queryKeyValue,
      LinearNames projection,
      LinearNames norm2,
      Mlp mlp,
      String scale1,
      String scale2) {}

  /** The two layers of an MLP. */
  record Mlp(LinearNames first, LinearNames second) {}
}
