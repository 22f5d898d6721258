package io.espalier.web.graph;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The graph of a model, without its weights.
 *
 * @param name as the file calls it
 * @param opset version of ONNX's default domain
 * @param fused whether spelled-out operators are shown as one; then {@code RMSNormalization},
 *     {@code Swish} and {@code Attention} mean what ONNX defines from opset 23 on
 * @param inputs names of values that a caller gives
 * @param outputs names of values that a caller gets
 * @param nodes producers before consumers
 * @param values what flows, in the order it is made; initializers are listed by themselves
 * @param initializers constants, without their data
 * @param fusions one sentence for each fusion
 */
@Schema(name = "Graph")
public record GraphView(
    @Schema(example = "torch_jit") String name,
    @Schema(example = "17") long opset,
    boolean fused,
    List<String> inputs,
    List<String> outputs,
    List<NodeView> nodes,
    List<ValueView> values,
    List<ConstantView> initializers,
    List<String> fusions) {
  public GraphView {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    values = List.copyOf(values);
    initializers = List.copyOf(initializers);
    fusions = List.copyOf(fusions);
  }

  /**
   * One operator applied to values.
   *
   * @param operator with its domain in front, unless that is ONNX's own
   * @param attributes numbers, texts and lists of them; a tensor or a graph inside is described
   * @param inputs names of values; an omitted one is empty
   * @param outputs names of values; an omitted one is empty
   * @param parameters learned numbers of constants that no earlier node reads
   * @param macs multiply-accumulates of one sample
   * @param notes why types or costs of the node are not known; empty when they are
   */
  @Schema(name = "GraphNode")
  public record NodeView(
      @Schema(example = "/layer1/conv1/Conv") String name,
      @Schema(example = "Conv") String operator,
      @Schema(example = "{\"kernel_shape\":[3,3],\"group\":1}") Map<String, Object> attributes,
      List<String> inputs,
      List<String> outputs,
      @Schema(example = "36928") long parameters,
      @Schema(example = "115605504") long macs,
      List<String> notes) {
    public NodeView {
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      notes = List.copyOf(notes);
    }
  }

  /**
   * A value that a caller gives or a node computes.
   *
   * @param type empty when it is not known
   * @param shape one entry an axis: a number, or the name of a size that is not fixed
   */
  @Schema(name = "GraphValue")
  public record ValueView(
      @Schema(example = "/layer1/conv1/Conv_output_0") String name,
      @Schema(example = "float") String type,
      @Schema(example = "[\"batch\",64,56,56]") List<Object> shape) {
    public ValueView {
      shape = List.copyOf(shape);
    }
  }

  /** A constant. */
  @Schema(name = "GraphInitializer")
  public record ConstantView(
      @Schema(example = "layer1.conv1.weight") String name,
      @Schema(example = "float") String type,
      @Schema(example = "[64,64,3,3]") List<Long> shape,
      @Schema(example = "147456") long bytes) {
    public ConstantView {
      shape = List.copyOf(shape);
    }
  }
}
