package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Decodes one {@code AttributeProto}. */
final class AttributeDecoder {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int TYPE_FIELD = 20;
  private static final int REFERENCE_FIELD = 21;
  private static final int STRING_LIMIT_BYTES = 1 << 20;
  private static final int ATTRIBUTE_BYTES = 128;
  private static final int NUMBER_BYTES = 32;

  private final Decoding decoding;
  private final int depth;
  private final Set<AttributeKind> present = EnumSet.noneOf(AttributeKind.class);
  private final List<Attribute> single = new ArrayList<>();
  private final List<Long> ints = new ArrayList<>();
  private final List<Float> floats = new ArrayList<>();
  private final List<String> strings = new ArrayList<>();
  private final List<Graph> graphs = new ArrayList<>();
  private String name = "";
  private long typeCode;

  AttributeDecoder(Decoding decoding, int depth) {
    this.decoding = decoding;
    this.depth = depth;
  }

  NamedAttribute decode(WireReader in) {
    decoding.budget().keep(ATTRIBUTE_BYTES);
    for (int field = in.next(); field != 0; field = in.next()) {
      readField(in, field);
    }
    return new NamedAttribute(name, value(in));
  }

  private void readField(WireReader in, int field) {
    switch (field) {
      case 1 -> name = decoding.name(in.once());
      case TYPE_FIELD -> typeCode = in.once().varint();
      case REFERENCE_FIELD ->
          throw in.fault(
              "onnx-unsupported",
              "The attribute (%s) refers to a function's attribute; functions are not read."
                  .formatted(name));
      default ->
          AttributeKind.ofField(field).ifPresentOrElse(kind -> readValue(in, kind), in::skip);
    }
  }

  private void readValue(WireReader in, AttributeKind kind) {
    present.add(kind);
    switch (kind) {
      case FLOAT -> single.add(Attribute.of(in.once().float32()));
      case INT -> single.add(Attribute.of(in.once().varint()));
      case STRING -> single.add(Attribute.of(in.once().text(STRING_LIMIT_BYTES)));
      case TENSOR -> single.add(Attribute.of(tensor(in.once().message("t"))));
      case GRAPH -> single.add(new Attribute.GraphValue(graph(in.once().message("g"))));
      case FLOATS -> in.runs32(this::addFloats);
      case INTS -> in.varints(this::addInt);
      case STRINGS -> strings.add(in.text(STRING_LIMIT_BYTES));
      case GRAPHS -> graphs.add(graph(in.message("graphs", graphs.size())));
      case TENSORS, SPARSE_TENSOR, SPARSE_TENSORS, TYPE_PROTO, TYPE_PROTOS -> in.skip();
    }
  }

  private Tensor tensor(WireReader in) {
    return new TensorDecoder(decoding).decode(in).tensor();
  }

  private Graph graph(WireReader in) {
    return new GraphDecoder(decoding, depth + 1).decode(in);
  }

  private void addInt(long value) {
    decoding.budget().keep(NUMBER_BYTES);
    ints.add(value);
  }

  private void addFloats(MemorySegment run) {
    decoding.budget().keep(NUMBER_BYTES * (run.byteSize() / Float.BYTES));
    run.elements(FLOAT).forEach(element -> floats.add(element.get(FLOAT, 0)));
  }

  private Attribute value(WireReader in) {
    if (name.isEmpty()) {
      return bad(in, "An attribute must have a name.");
    }
    if (typeCode == 0) {
      return present.size() == 1
          ? of(present.iterator().next(), in)
          : bad(in, "The attribute (%s) must have one type and one value.", name);
    }
    return AttributeKind.ofCode(typeCode)
        .map(kind -> declared(kind, in))
        .orElseGet(() -> bad(in, "The attribute (%s) has the unknown type %d.", name, typeCode));
  }

  private Attribute declared(AttributeKind kind, WireReader in) {
    return present.isEmpty() || present.equals(Set.of(kind))
        ? of(kind, in)
        : bad(
            in,
            "The attribute (%s) has the type %s and values of another type.",
            name,
            kind.text());
  }

  private Attribute of(AttributeKind kind, WireReader in) {
    return switch (kind) {
      case FLOAT -> present.isEmpty() ? Attribute.of(0f) : single.getFirst();
      case INT -> present.isEmpty() ? Attribute.of(0L) : single.getFirst();
      case STRING -> present.isEmpty() ? Attribute.of("") : single.getFirst();
      case TENSOR, GRAPH ->
          present.isEmpty() ? bad(in, "The attribute (%s) has no value.", name) : single.getFirst();
      case FLOATS -> new Attribute.FloatList(floats);
      case INTS -> new Attribute.IntList(ints);
      case STRINGS -> new Attribute.StringList(strings);
      case GRAPHS -> new Attribute.GraphList(graphs);
      case TENSORS, SPARSE_TENSOR, SPARSE_TENSORS, TYPE_PROTO, TYPE_PROTOS -> unsupported(kind, in);
    };
  }

  private Attribute unsupported(AttributeKind kind, WireReader in) {
    decoding.report(
        in,
        "onnx-unsupported",
        "The attribute (%s) is of the kind %s, which is not read.",
        name,
        kind.text());
    return Attribute.of(0L);
  }

  private Attribute bad(WireReader in, String format, Object... arguments) {
    decoding.report(in, "onnx-bad-attribute", format, arguments);
    return Attribute.of(0L);
  }
}
