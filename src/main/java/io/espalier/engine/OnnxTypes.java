package io.espalier.engine;

import ai.onnxruntime.OnnxJavaType;
import io.espalier.graph.ElementType;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.Map;

/** Element types that tensors can have on their way into and out of ONNX Runtime. */
final class OnnxTypes {
  private static final Map<ElementType, OnnxJavaType> TYPES =
      Map.of(
          ElementType.FLOAT, OnnxJavaType.FLOAT,
          ElementType.DOUBLE, OnnxJavaType.DOUBLE,
          ElementType.FLOAT16, OnnxJavaType.FLOAT16,
          ElementType.BFLOAT16, OnnxJavaType.BFLOAT16,
          ElementType.UINT8, OnnxJavaType.UINT8,
          ElementType.INT8, OnnxJavaType.INT8,
          ElementType.INT16, OnnxJavaType.INT16,
          ElementType.INT32, OnnxJavaType.INT32,
          ElementType.INT64, OnnxJavaType.INT64,
          ElementType.BOOL, OnnxJavaType.BOOL);

  private OnnxTypes() {}

  static OnnxJavaType of(ElementType type) {
    OnnxJavaType javaType = TYPES.get(type);
    if (javaType == null) {
      throw new EspalierException(
          ErrorCode.MODEL_NOT_RUNNABLE,
          "A tensor of type (%s) cannot be given to ONNX Runtime.".formatted(type.text()));
    }
    return javaType;
  }

  static ElementType of(OnnxJavaType javaType) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue() == javaType)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new EspalierException(
                    ErrorCode.MODEL_NOT_RUNNABLE,
                    "ONNX Runtime has a tensor of a type that has no counterpart here."));
  }
}
