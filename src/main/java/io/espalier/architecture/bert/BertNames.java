package io.espalier.architecture.bert;

import io.espalier.architecture.assembly.LinearNames;
import io.espalier.architecture.assembly.TensorSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names of BERT's tensors.
 *
 * @param prefix {@code bert.} below a head, else empty
 * @param oldNorms whether norms have a gamma and a beta, as in files made of TensorFlow's
 */
record BertNames(String prefix, boolean oldNorms) {
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final String NORM = "embeddings.LayerNorm";

  /** The tensors by which BERT is known. */
  static final List<String> MARKERS = List.of("bert." + WORDS, WORDS);

  /** The names that a source uses; empty when it is no BERT. */
  static Optional<BertNames> of(TensorSource source) {
    return Stream.of("bert.", "")
        .filter(prefix -> source.has(prefix + WORDS))
        .findFirst()
        .map(prefix -> new BertNames(prefix, source.has(prefix + NORM + ".gamma")));
  }

  String words() {
    return prefix + WORDS;
  }

  String positions() {
    return prefix + "embeddings.position_embeddings.weight";
  }

  String segments() {
    return prefix + "embeddings.token_type_embeddings.weight";
  }

  LinearNames embeddingNorm() {
    return norm(prefix + NORM);
  }

  /** The name of the layers up to the number. */
  String layers() {
    return prefix + "encoder.layer.";
  }

  Layer layer(int index) {
    String layer = layers() + index;
    String attention = layer + ".attention.";
    return new Layer(
        layer,
        List.of(
            LinearNames.of(attention + "self.query"),
            LinearNames.of(attention + "self.key"),
            LinearNames.of(attention + "self.value")),
        LinearNames.of(attention + "output.dense"),
        norm(attention + "output.LayerNorm"),
        LinearNames.of(layer + ".intermediate.dense"),
        LinearNames.of(layer + ".output.dense"),
        norm(layer + ".output.LayerNorm"));
  }

  LinearNames pooler() {
    return LinearNames.of(prefix + "pooler.dense");
  }

  LinearNames classifier() {
    return LinearNames.of("classifier");
  }

  private LinearNames norm(String module) {
    return oldNorms ? new LinearNames(module + ".gamma", module + ".beta") : LinearNames.of(module);
  }

  /**
   * The tensors of one layer.
   *
   * @param first of the MLP
   * @param second of the MLP
   */
  record Layer(
      String name,
      List<LinearNames> queryKeyValue,
      LinearNames projection,
      LinearNames attentionNorm,
      LinearNames first,
      LinearNames second,
      LinearNames norm) {}
}
