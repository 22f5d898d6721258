package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.ElementType;

/**
 * Element types that cannot pass the border of a program, and the wider types they pass it in; each
 * value stays what it is.
 */
public final class Widening {
  private Widening() {}

  /** The type in which inputs, weights and outputs of a type cross the border. */
  public static ElementType of(ElementType type) {
    return switch (type) {
      case INT16, UINT16 -> ElementType.INT32;
      case UINT32 -> ElementType.INT64;
      case BFLOAT16 -> ElementType.FLOAT;
      case FLOAT,
          UINT8,
          INT8,
          INT32,
          INT64,
          STRING,
          BOOL,
          FLOAT16,
          DOUBLE,
          UINT64,
          COMPLEX64,
          COMPLEX128,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          UINT4,
          INT4,
          FLOAT4E2M1 ->
          type;
    };
  }

  /** The value as programs compute with it. */
  static String entered(String value, ElementType type) {
    return of(type) == type ? value : crossed(value, of(type), type);
  }

  /** The value as it leaves the program. */
  static String left(String value, ElementType type) {
    return of(type) == type ? value : crossed(value, type, of(type));
  }

  private static String crossed(String value, ElementType from, ElementType to) {
    int code = ScalarTypes.code(to).orElseThrow();
    return ScalarTypes.code(from).orElseThrow() == code ? value : call("torch.to", value, code);
  }

  /** The value modulo two to the power of the type's bits, where it is held in a wider type. */
  static String wrapped(String value, ElementType type) {
    boolean held = type == ElementType.UINT16 || type == ElementType.UINT32;
    return held ? call("torch.bitwise_and", value, (1L << type.bits()) - 1) : value;
  }
}
