package io.espalier.architecture.bert;

import static io.espalier.architecture.assembly.Extents.ANY;

import io.espalier.architecture.assembly.Assembly;
import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.Map;

/** The inputs of BERT, and what its layers read of them. */
final class BertTokens {
  static final String SEQUENCE = "sequence";

  private final Assembly assembly;
  private final BertNames names;
  private final long width;
  private final String ids;
  private final String mask;
  private final String segments;

  BertTokens(Assembly assembly, BertNames names, long width) {
    this.assembly = assembly;
    this.names = names;
    this.width = width;
    this.ids = input("input_ids");
    this.mask = input("attention_mask");
    this.segments = input("token_type_ids");
  }

  private String input(String name) {
    return assembly.input(name, ElementType.INT64, Dim.symbol(SEQUENCE));
  }

  /** The sum of the embeddings of word, segment and position, {@code [B, T, D]}. */
  String embed() {
    String words = lookUp("embeddings.words", names.words(), ids);
    String types = lookUp("embeddings.segments", names.segments(), segments);
    String places = lookUp("embeddings.positions", names.positions(), positions());
    String sum = assembly.op("embeddings.add1", "Add", words, types);
    return assembly.op("embeddings.add2", "Add", sum, places);
  }

  private String lookUp(String name, String table, String indices) {
    return assembly.op(
        name,
        "Gather",
        Map.of("axis", Attribute.of(0L)),
        assembly.weight(table, ANY, width),
        indices);
  }

  /** The numbers from 0 up to the length of the sequence. */
  private String positions() {
    String shape = assembly.op("sequence.shape", "Shape", ids);
    String length =
        assembly.op(
            "sequence.length",
            "Gather",
            Map.of("axis", Attribute.of(0L)),
            shape,
            number("sequence.axis", 1));
    return assembly.op(
        "sequence.positions",
        "Range",
        number("sequence.start", 0),
        length,
        number("sequence.step", 1));
  }

  private String number(String name, long value) {
    return assembly.constant(name, Tensor.ofLongs(new long[0], value));
  }

  /** What is added to the scores of attention: 0 for a token to see, the least float for others. */
  String mask() {
    String axes = assembly.constant("mask.axes", Tensor.vector(1, 2));
    String spread = assembly.op("mask.spread", "Unsqueeze", mask, axes);
    Map<String, Attribute> toFloat =
        Map.of("to", Attribute.of((long) ElementType.FLOAT.onnxCode()));
    String seen = assembly.op("mask.seen", "Cast", toFloat, spread);
    String one = assembly.constant("mask.one", Tensor.scalar(1));
    String hidden = assembly.op("mask.hidden", "Sub", one, seen);
    String least = assembly.constant("mask.least", Tensor.scalar(-Float.MAX_VALUE));
    return assembly.op("mask", "Mul", hidden, least);
  }
}
