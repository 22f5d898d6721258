package io.espalier.architecture;

/**
 * A network described by what its tensors do not tell.
 *
 * <p>What tensors tell (widths, kernels, class counts, mostly depths) is taken from them; where a
 * description states such a thing nevertheless, the tensors must agree with it.
 */
public sealed interface Architecture
    permits BertArchitecture,
        CifarResNetArchitecture,
        MobileNetV2Architecture,
        ResNetArchitecture,
        VggArchitecture,
        VitArchitecture {
  /** The type as descriptions give it, for example {@code vit}. */
  String type();
}
