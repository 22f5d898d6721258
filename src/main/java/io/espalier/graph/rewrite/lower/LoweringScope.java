package io.espalier.graph.rewrite.lower;

import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.op.Content;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.shape.Inference;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Optional;

/** What a rule may ask and add in the graph it works on. */
final class LoweringScope {
  private final Inference inference;
  private final Draft draft;
  private final long target;
  private final Problems problems;

  LoweringScope(Inference inference, Draft draft, long target, Problems problems) {
    this.inference = inference;
    this.draft = draft;
    this.target = target;
    this.problems = problems;
  }

  /** The opset to write for. */
  long target() {
    return target;
  }

  /** The type of an input, where it is known. */
  Optional<TensorType> type(Node node, int input) {
    return node.input(input).flatMap(inference.typed()::type);
  }

  Optional<ElementType> elementType(Node node, int input) {
    return type(node, input).map(TensorType::elementType);
  }

  Optional<Tensor> constant(Node node, int input) {
    return node.input(input).map(inference.typed().graph().initializers()::get);
  }

  /** The integers of an input, when they are known in advance. */
  Optional<long[]> numbers(Node node, int input) {
    return node.input(input)
        .flatMap(inference::content)
        .flatMap(Content::numbers)
        .or(() -> constant(node, input).filter(LoweringScope::isInteger).map(Tensor::toLongs));
  }

  private static boolean isInteger(Tensor tensor) {
    return tensor.elementType() == ElementType.INT64 || tensor.elementType() == ElementType.INT32;
  }

  String freshName(Node node, String what) {
    return draft.freshName(node.name() + "." + what);
  }

  /** Adds a constant that belongs to a node. */
  String add(Node owner, String what, Tensor tensor) {
    String value = freshName(owner, what);
    draft.put(value, tensor);
    return value;
  }

  /** Refuses a node that the target cannot express. */
  List<Node> refuse(Node node, long needed, String why) {
    problems.add(
        "model:graph.node[" + node.name() + "]",
        "onnx-lowering",
        "The node (%s, %s) cannot be written for opset %d: %s. It needs opset %d or newer."
            .formatted(node.name(), node.operator(), target, why, needed));
    return List.of(node);
  }
}
