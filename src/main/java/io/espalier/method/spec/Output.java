package io.espalier.method.spec;

import io.espalier.format.onnx.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a job leaves behind. */
public sealed interface Output {
  /** The compressed model as ONNX, as its source was. */
  Output ONNX = new Onnx(Optional.empty(), Precision.FP32, false);

  /** The compressed model as a program of libtorch. */
  Output TORCHSCRIPT = new TorchScript();

  /** The weights alone. */
  Output SAFETENSORS = new Safetensors();

  /** The comparison with the original. */
  Output REPORT = new Report();

  /** Which of the outputs it is; a job leaves at most one of each. */
  OutputKind kind();

  /** The output as a job document writes it: a bare name where every option has its default. */
  default Object toDocument() {
    return kind().wireName();
  }

  /**
   * The compressed model as an ONNX file.
   *
   * @param opset the version of the default domain; empty for that of the source
   * @param foldBatchNorm whether BatchNormalization is made part of the convolution before it
   */
  record Onnx(Optional<Integer> opset, Precision precision, boolean foldBatchNorm)
      implements Output {
    @Override
    public OutputKind kind() {
      return OutputKind.ONNX;
    }

    @Override
    public Object toDocument() {
      if (equals(ONNX)) {
        return kind().wireName();
      }
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("type", kind().wireName());
      opset.ifPresent(version -> document.put("opset", version));
      document.put("precision", precision.wireName());
      document.put("foldBatchNorm", foldBatchNorm);
      return document;
    }
  }

  /** The compressed model as a TorchScript archive with its weights inside. */
  record TorchScript() implements Output {
    @Override
    public OutputKind kind() {
      return OutputKind.TORCHSCRIPT;
    }
  }

  /** The weights under the names of the source, and a list of their new shapes. */
  record Safetensors() implements Output {
    @Override
    public OutputKind kind() {
      return OutputKind.SAFETENSORS;
    }
  }

  /** The comparison with the original. */
  record Report() implements Output {
    @Override
    public OutputKind kind() {
      return OutputKind.REPORT;
    }
  }
}
