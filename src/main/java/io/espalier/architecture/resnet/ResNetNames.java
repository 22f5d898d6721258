package io.espalier.architecture.resnet;

import io.espalier.architecture.assembly.TensorSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How one library names the tensors of a residual network. */
sealed interface ResNetNames permits TorchvisionNames, HuggingFaceNames {
  /** The tensors by which the libraries are told apart. */
  List<String> MARKERS =
      List.of(
          TorchvisionNames.STEM + ".weight",
          "resnet." + HuggingFaceNames.STEM + ".weight",
          HuggingFaceNames.STEM + ".weight");

  /** The names that a source uses; empty when it uses none that are known. */
  static Optional<ResNetNames> of(TensorSource source) {
    return Stream.<ResNetNames>of(
            new TorchvisionNames(), new HuggingFaceNames("resnet."), new HuggingFaceNames(""))
        .filter(names -> source.has(names.stem().convolution() + ".weight"))
        .findFirst();
  }

  ConvolutionNames stem();

  /** How many stages the tensors tell. */
  int stages(TensorSource source);

  /** The name of the blocks of a stage, counted from 0, up to the number. */
  String blocks(int stage);

  /** One convolution of a residual branch, counted from 0. */
  ConvolutionNames convolution(String block, int index);

  ConvolutionNames shortcut(String block);

  String head();

  /** Whether a network without head is one too. */
  boolean mayBeHeadless();

  /** What the library calls the image. */
  String input();
}
