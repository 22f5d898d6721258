package io.espalier.engine;

import ai.djl.ndarray.types.DataType;
import io.espalier.graph.ElementType;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.Map;

/** Element types that tensors can have on their way into and out of libtorch. */
final class TorchTypes {
  private static final Map<ElementType, DataType> TYPES =
      Map.of(
          ElementType.FLOAT, DataType.FLOAT32,
          ElementType.DOUBLE, DataType.FLOAT64,
          ElementType.FLOAT16, DataType.FLOAT16,
          ElementType.UINT8, DataType.UINT8,
          ElementType.INT8, DataType.INT8,
          ElementType.INT32, DataType.INT32,
          ElementType.INT64, DataType.INT64,
          ElementType.BOOL, DataType.BOOLEAN);

  private TorchTypes() {}

  /** The type of an array that holds tensors of a type; uint64 keeps its bits in int64. */
  static DataType of(ElementType type) {
    DataType dataType = TYPES.get(type == ElementType.UINT64 ? ElementType.INT64 : type);
    if (dataType == null) {
      throw new EspalierException(
          ErrorCode.MODEL_NOT_RUNNABLE,
          "A tensor of type (%s) cannot be given to libtorch.".formatted(type.text()));
    }
    return dataType;
  }

  static ElementType of(DataType dataType) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue() == dataType)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new EspalierException(
                    ErrorCode.MODEL_NOT_RUNNABLE,
                    "libtorch returned a tensor of a type that has no counterpart here."));
  }
}
