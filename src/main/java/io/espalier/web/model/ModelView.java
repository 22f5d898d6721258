package io.espalier.web.model;

import io.espalier.artifact.StoredArtifact;
import io.espalier.catalog.GroupCount;
import io.espalier.catalog.Model;
import io.espalier.catalog.ModelPort;
import io.espalier.catalog.ModelSummary;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A model as the API shows it.
 *
 * @param name what the uploader called it
 * @param bytes of all files together
 * @param sha256 of the file, or of the main file where there are parts
 * @param parts the files beside the main file
 * @param architecture as the uploader gave it for files that hold weights alone; else empty
 * @param macs multiply-accumulates of one sample
 * @param flops two for each multiply-accumulate and one for each bias addition
 * @param extents numbers that stand in for the open extents of inputs when cost is counted
 * @param operators how often each operator occurs
 * @param groups how many channel groups can be pruned, and how many cannot
 * @param warnings sentences for the user
 */
@Schema(name = "Model")
public record ModelView(
    @Schema(example = "mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY") String id,
    @Schema(example = "resnet18.onnx") String name,
    @Schema(example = "onnx") String format,
    @Schema(example = "46827520") long bytes,
    @Schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,
    List<Part> parts,
    @Schema(example = "resnet20-cifar10") String architecture,
    Instant createdAt,
    @Schema(example = "11689512") long parameters,
    @Schema(example = "1814073344") long macs,
    @Schema(example = "3628147688") long flops,
    List<Port> inputs,
    List<Port> outputs,
    @Schema(example = "{\"x_2\":48,\"x_3\":192}") Map<String, Long> extents,
    @Schema(example = "{\"Conv\":20,\"Relu\":17,\"Add\":8}") Map<String, Integer> operators,
    GroupCount groups,
    List<String> warnings) {

  public static ModelView of(Model model) {
    ModelSummary summary = model.summary();
    return new ModelView(
        model.id(),
        model.name(),
        model.format(),
        model.content().bytes(),
        model.content().main().sha256(),
        model.content().parts().entrySet().stream().map(Part::of).toList(),
        model.content().architecture(),
        model.createdAt(),
        summary.cost().parameters(),
        summary.cost().macs(),
        summary.cost().flops(),
        summary.inputs().stream().map(Port::of).toList(),
        summary.outputs().stream().map(Port::of).toList(),
        summary.extents(),
        summary.operators(),
        summary.groups(),
        summary.warnings());
  }

  /** A file of the model beside its main file. */
  @Schema(name = "ModelPart")
  public record Part(
      @Schema(example = "model.onnx_data") String name,
      @Schema(example = "46827520") long bytes,
      @Schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String sha256) {
    static Part of(Map.Entry<String, StoredArtifact> part) {
      return new Part(part.getKey(), part.getValue().bytes(), part.getValue().sha256());
    }
  }

  /**
   * An input or output.
   *
   * @param shape one entry an axis: a number, or the name of a size that is not fixed
   */
  @Schema(name = "Port")
  public record Port(
      @Schema(example = "input") String name,
      @Schema(example = "float") String elementType,
      @Schema(example = "[\"batch\",3,224,224]") List<Object> shape) {
    public Port {
      shape = List.copyOf(shape);
    }

    static Port of(ModelPort port) {
      return new Port(
          port.name(), port.elementType(), port.shape().stream().map(Port::extent).toList());
    }

    private static Object extent(String text) {
      return text.matches("\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }
  }
}
