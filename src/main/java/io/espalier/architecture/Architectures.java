package io.espalier.architecture;

import io.espalier.architecture.assembly.Assembly;
import io.espalier.architecture.assembly.TensorSource;
import io.espalier.architecture.assembly.WeightLayouts;
import io.espalier.architecture.bert.BertBuilder;
import io.espalier.architecture.mobilenet.MobileNetV2Builder;
import io.espalier.architecture.resnet.CifarResNetBuilder;
import io.espalier.architecture.resnet.ResNetBuilder;
import io.espalier.architecture.vgg.VggBuilder;
import io.espalier.architecture.vit.VitBuilder;
import io.espalier.format.ImportedModel;
import io.espalier.format.state.StateDict;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;

/** Makes a graph of tensors and the architecture they belong to. */
public final class Architectures {
  private Architectures() {}

  /**
   * The network of an architecture with the weights of a state dict.
   *
   * <p>Initializers have the names of the tensors they were made of. Weights of linear layers over
   * token sequences are transposed, half and double precision becomes single; all else is used
   * where it lies.
   *
   * @param state valid as long as the arena; with or without {@code module.} before every name
   * @param format of the files, passed on
   * @param arena where transposed and converted weights are put
   * @throws EspalierException ({@link ErrorCode#MODEL_INVALID}) with every tensor that is missing
   *     or has another shape than the architecture needs
   */
  public static ImportedModel build(
      StateDict state, Architecture architecture, String format, Arena arena) {
    Assembly assembly = new Assembly(new TensorSource(state), new WeightLayouts(arena));
    return switch (architecture) {
      case VitArchitecture vit -> VitBuilder.build(vit, assembly, format);
      case BertArchitecture bert -> BertBuilder.build(bert, assembly, format);
      case ResNetArchitecture resNet -> ResNetBuilder.build(resNet, assembly, format);
      case CifarResNetArchitecture cifar -> CifarResNetBuilder.build(cifar, assembly, format);
      case VggArchitecture vgg -> VggBuilder.build(vgg, assembly, format);
      case MobileNetV2Architecture mobile -> MobileNetV2Builder.build(mobile, assembly, format);
    };
  }
}
