package io.espalier.intake;

import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.pytorch.PytorchLimits;
import io.espalier.format.pytorch.PytorchReader;
import io.espalier.format.safetensors.SafetensorsLimits;
import io.espalier.format.safetensors.SafetensorsReader;

/** Importers as the service has them. */
public final class Importers {
  private Importers() {}

  public static ModelImporter standard() {
    return new ModelImporter(
        new OnnxReader(OnnxLimits.standard()),
        new SafetensorsReader(SafetensorsLimits.standard()),
        new PytorchReader(PytorchLimits.standard()));
  }
}
