package io.espalier.graph.check;

import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.Inference;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.List;

/** Graph outputs have the type that is declared for them, as far as both are known. */
final class OutputChecker implements Checker {
  @Override
  public List<Problem> check(Inference inference) {
    Problems problems = new Problems();
    List<ValueInfo> outputs = inference.typed().graph().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      ValueInfo declared = outputs.get(i);
      String place = "model:graph.output[%d]".formatted(i);
      inference
          .typed()
          .type(declared.name())
          .filter(inferred -> !agree(declared.type(), inferred))
          .ifPresent(
              inferred ->
                  problems.add(
                      place,
                      "onnx-output-mismatch",
                      "The output (%s) is declared as %s but the nodes give %s."
                          .formatted(declared.name(), declared.type(), inferred)));
    }
    return problems.toList();
  }

  private static boolean agree(TensorType declared, TensorType inferred) {
    if (declared.elementType() != inferred.elementType() || declared.rank() != inferred.rank()) {
      return false;
    }
    for (int axis = 0; axis < declared.rank(); axis++) {
      boolean known = declared.dim(axis).isKnown() && inferred.dim(axis).isKnown();
      if (known && !declared.dim(axis).equals(inferred.dim(axis))) {
        return false;
      }
    }
    return true;
  }
}
