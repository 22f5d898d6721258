package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a {@code ValueInfoProto} of a graph input or output.
 *
 * <p>An extent that is absent, negative or named by no letter ({@code ?}) becomes {@link
 * #ANONYMOUS}, which {@link DimNames} replaces when all names of the graph are known.
 */
final class ValueDecoder {
  static final Dim ANONYMOUS = Dim.symbol("");
  private static final int VALUE_BYTES = 128;
  private static final int DIM_BYTES = 96;

  private final Decoding decoding;

  ValueDecoder(Decoding decoding) {
    this.decoding = decoding;
  }

  ValueInfo decode(WireReader in) {
    decoding.budget().keep(VALUE_BYTES);
    String name = "";
    Declared type = new Declared();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = decoding.name(in.once());
        case 2 -> readType(in.once().message("type"), type);
        default -> in.skip();
      }
    }
    if (name.isEmpty()) {
      decoding.report(in, "onnx-empty-name", "A graph input or output must have a name.");
    }
    return new ValueInfo(name, type.checked(name, in));
  }

  private void readType(WireReader in, Declared type) {
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> readTensorType(in.once().message("tensor_type"), type);
        case 4, 5, 7, 8, 9 -> {
          type.otherKind = true;
          in.skip();
        }
        default -> in.skip();
      }
    }
  }

  private void readTensorType(WireReader in, Declared type) {
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> type.elementCode = in.once().varint();
        case 2 -> {
          type.ranked = true;
          readShape(in.once().message("shape"), type);
        }
        default -> in.skip();
      }
    }
  }

  private void readShape(WireReader in, Declared type) {
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        addDim(in.message("dim", type.dims.size()), type);
      } else {
        in.skip();
      }
    }
  }

  private void addDim(WireReader in, Declared type) {
    decoding.budget().keep(DIM_BYTES);
    if (type.dims.size() == decoding.limits().rank()) {
      throw in.fault(
          "onnx-bad-dims",
          "A shape has more than %d axes, the limit.".formatted(decoding.limits().rank()));
    }
    type.dims.add(dim(in));
  }

  private Dim dim(WireReader in) {
    Dim dim = ANONYMOUS;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> dim = extent(in.once().varint());
        case 2 -> dim = parameter(decoding.name(in.once()));
        default -> in.skip();
      }
    }
    return dim;
  }

  private static Dim extent(long value) {
    return value < 0 ? ANONYMOUS : Dim.of(value);
  }

  private static Dim parameter(String text) {
    return text.chars().anyMatch(Character::isLetter) ? DimParam.parse(text) : ANONYMOUS;
  }

  /** What the messages of one type said, before it is known to be a tensor of a known rank. */
  private final class Declared {
    private final List<Dim> dims = new ArrayList<>();
    private long elementCode;
    private boolean ranked;
    private boolean otherKind;

    TensorType checked(String name, WireReader in) {
      if (otherKind) {
        decoding.report(
            in,
            "onnx-unsupported",
            "The value (%s) is a sequence, map or optional; only tensors are read.",
            name);
      } else if (!ranked) {
        decoding.report(
            in,
            "onnx-unknown-rank",
            "The value (%s) declares no shape; give it one, symbolic where an extent varies.",
            name);
      } else {
        checkExtents(name, in);
      }
      return new TensorType(elementType(name, in), dims);
    }

    private ElementType elementType(String name, WireReader in) {
      return ElementType.ofOnnxCode(elementCode)
          .orElseGet(
              () -> {
                reportType(name, in);
                return ElementType.FLOAT;
              });
    }

    private void reportType(String name, WireReader in) {
      if (!otherKind) {
        decoding.report(
            in,
            "onnx-bad-type",
            "The value (%s) has the element type %d, which is none that is read.",
            name,
            elementCode);
      }
    }

    private void checkExtents(String name, WireReader in) {
      try {
        long elements = 1;
        for (Dim dim : dims) {
          elements = Math.multiplyExact(elements, dim.coefficient());
        }
        Math.multiplyExact(elements, Long.SIZE);
      } catch (ArithmeticException _) {
        decoding.report(
            in,
            "onnx-bad-dims",
            "The value (%s) has the shape %s, whose product does not fit.",
            name,
            dims);
      }
    }
  }
}
