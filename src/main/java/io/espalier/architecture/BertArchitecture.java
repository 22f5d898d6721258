package io.espalier.architecture;

import java.util.Optional;

/**
 * BERT as Hugging Face transformers names its tensors.
 *
 * <p>Source: Devlin et al., NAACL 2019.
 *
 * @param heads of each attention; no tensor tells it
 * @param depth number of layers; when absent, the tensors tell it
 * @param width of a token; when absent, the tensors tell it
 * @param epsilon of every LayerNorm
 * @param activation of the MLP
 */
public record BertArchitecture(
    int heads,
    Optional<Integer> depth,
    Optional<Integer> width,
    double epsilon,
    Activation activation)
    implements Architecture {
  @Override
  public String type() {
    return "bert";
  }
}
