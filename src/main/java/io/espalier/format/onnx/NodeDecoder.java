package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes one {@code NodeProto}; a node without a name keeps the empty one for now. */
final class NodeDecoder {
  private static final int NODE_BYTES = 256;
  private static final int ATTRIBUTE = 5;

  private final Decoding decoding;
  private final int depth;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private String name = "";
  private String operator = "";
  private String domain = "";

  NodeDecoder(Decoding decoding, int depth) {
    this.decoding = decoding;
    this.depth = depth;
  }

  Node decode(WireReader in) {
    decoding.countNode();
    decoding.budget().keep(NODE_BYTES);
    in.expectMessages(field -> field == ATTRIBUTE);
    for (int field = in.next(); field != 0; field = in.next()) {
      readField(in, field);
    }
    if (operator.isEmpty()) {
      decoding.report(in, "onnx-empty-name", "The node (%s) names no operator.", name);
    }
    return new Node(name, domain, operator, inputs, outputs, attributes);
  }

  private void readField(WireReader in, int field) {
    switch (field) {
      case 1 -> inputs.add(decoding.name(in));
      case 2 -> outputs.add(decoding.name(in));
      case 3 -> name = decoding.name(in.once());
      case 4 -> operator = decoding.name(in.once());
      case ATTRIBUTE -> addAttribute(in.message("attribute", attributes.size()));
      case 7 -> domain = OperatorDomains.canonical(decoding.name(in.once()));
      default -> in.skip();
    }
  }

  private void addAttribute(WireReader in) {
    NamedAttribute attribute = new AttributeDecoder(decoding, depth).decode(in);
    if (attributes.putIfAbsent(attribute.name(), attribute.value()) != null) {
      decoding.report(
          in,
          "onnx-duplicate-attribute",
          "The node (%s) has the attribute (%s) twice.",
          name,
          attribute.name());
    }
  }
}
