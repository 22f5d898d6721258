package io.espalier.method.spec;

import com.fasterxml.jackson.annotation.JsonValue;

/** The kinds of outputs, in the order documents list them. */
public enum OutputKind {
  ONNX("onnx", "The compressed model as an ONNX file."),
  TORCHSCRIPT("torchscript", "The compressed model for torch.jit.load, weights inside."),
  SAFETENSORS("safetensors", "The weights by the source's names, and their new widths as JSON."),
  REPORT("report", "The comparison with the original.");

  private final String name;
  private final String meaning;

  OutputKind(String name, String meaning) {
    this.name = name;
    this.meaning = meaning;
  }

  @JsonValue
  public String wireName() {
    return name;
  }

  /** One sentence about it. */
  String meaning() {
    return meaning;
  }

  /** The output of this kind with every option at its default. */
  Output plain() {
    return switch (this) {
      case ONNX -> Output.ONNX;
      case TORCHSCRIPT -> Output.TORCHSCRIPT;
      case SAFETENSORS -> Output.SAFETENSORS;
      case REPORT -> Output.REPORT;
    };
  }
}
