package io.espalier.format.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of attributes, with the code of each and the field that holds it. */
enum AttributeKind {
  FLOAT(1, 2),
  INT(2, 3),
  STRING(3, 4),
  TENSOR(4, 5),
  GRAPH(5, 6),
  FLOATS(6, 7),
  INTS(7, 8),
  STRINGS(8, 9),
  TENSORS(9, 10),
  GRAPHS(10, 11),
  SPARSE_TENSOR(11, 22),
  SPARSE_TENSORS(12, 23),
  TYPE_PROTO(13, 14),
  TYPE_PROTOS(14, 15);

  private final int code;
  private final int field;

  AttributeKind(int code, int field) {
    this.code = code;
    this.field = field;
  }

  static Optional<AttributeKind> ofCode(long code) {
    return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
  }

  static Optional<AttributeKind> ofField(int field) {
    return Arrays.stream(values()).filter(kind -> kind.field == field).findFirst();
  }

  int code() {
    return code;
  }

  int field() {
    return field;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
