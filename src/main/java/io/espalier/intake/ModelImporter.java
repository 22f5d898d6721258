package io.espalier.intake;

import io.espalier.architecture.Architecture;
import io.espalier.architecture.ArchitectureReader;
import io.espalier.architecture.Architectures;
import io.espalier.format.ImportedModel;
import io.espalier.format.ModelFiles;
import io.espalier.format.onnx.OnnxModel;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.pytorch.PytorchReader;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.format.state.StateDict;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads uploaded files as the model they hold.
 *
 * <p>An ONNX file holds its network. A state dict holds tensors alone, whose network the uploader
 * names.
 */
public final class ModelImporter {
  private static final String NOT_USED =
      "The file holds its network; the architecture that was given is not used.";

  private final OnnxReader onnx;
  private final SafetensorsReader safetensors;
  private final PytorchReader pytorch;

  public ModelImporter(OnnxReader onnx, SafetensorsReader safetensors, PytorchReader pytorch) {
    this.onnx = onnx;
    this.safetensors = safetensors;
    this.pytorch = pytorch;
  }

  /**
   * Maps the files and brings the model to the graph; weights stay in the mapping.
   *
   * @param arena the graph is valid as long as this
   * @throws EspalierException MODEL_INVALID, TOO_LARGE or UNSUPPORTED_FORMAT with every problem
   *     found, UPLOAD_INCOMPLETE naming parts that are missing, VALIDATION_FAILED for an
   *     architecture that is missing or not known
   */
  public ImportedModel read(ModelFiles files, ImportOptions options, Arena arena) {
    return switch (FileKind.of(files.main(), options)) {
      case ONNX -> network(onnx.read(files, arena), options);
      case SAFETENSORS -> {
        Optional<Architecture> architecture = architecture(options);
        yield weights(safetensors.read(files, arena), architecture, "safetensors", arena);
      }
      case PYTORCH -> {
        Optional<Architecture> architecture = architecture(options);
        yield weights(pytorch.read(files.main(), arena), architecture, "pytorch", arena);
      }
    };
  }

  private static ImportedModel network(OnnxModel model, ImportOptions options) {
    List<String> warnings = new ArrayList<>(model.warnings());
    if (options.hasArchitecture()) {
      warnings.add(NOT_USED);
    }
    return new ImportedModel("onnx", model.graph(), Map.of(), warnings);
  }

  private static Optional<Architecture> architecture(ImportOptions options) {
    return options.hasArchitecture()
        ? Optional.of(ArchitectureReader.parse(options.architecture()))
        : Optional.empty();
  }

  private static ImportedModel weights(
      StateDict state, Optional<Architecture> architecture, String format, Arena arena) {
    ImportedModel built =
        Architectures.build(
            state, architecture.orElseThrow(ModelImporter::noArchitecture), format, arena);
    return new ImportedModel(
        format,
        built.graph(),
        built.sources(),
        Stream.concat(state.warnings().stream(), built.warnings().stream()).distinct().toList());
  }

  private static EspalierException noArchitecture() {
    String message =
        "The file holds weights without a network. Say with the parameter architecture whose"
            + " weights they are: one of %s, a JSON description, or a config.json."
                .formatted(String.join(", ", ArchitectureReader.names()));
    return new EspalierException(
        ErrorCode.VALIDATION_FAILED,
        message,
        List.of(new Problem("query:architecture", "architecture-missing", message)));
  }
}
