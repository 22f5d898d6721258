package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operator sets a model imports, and the rule which versions are read. */
final class OpsetImports {
  private static final long OLDEST = 1;
  private static final long NEWEST = 21;
  private static final String CODE = "onnx-opset";

  private final Decoding decoding;
  private final Map<String, Long> versions = new LinkedHashMap<>();

  OpsetImports(Decoding decoding) {
    this.decoding = decoding;
  }

  Map<String, Long> versions() {
    return versions;
  }

  void add(WireReader in) {
    String domain = "";
    long version = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> domain = OperatorDomains.canonical(decoding.name(in.once()));
        case 2 -> version = in.once().varint();
        default -> in.skip();
      }
    }
    if (versions.putIfAbsent(domain, version) != null) {
      decoding.report(in, CODE, "The operator domain (%s) is imported twice.", domain);
    }
    check(domain, version, in);
  }

  private void check(String domain, long version, WireReader in) {
    if (domain.isEmpty() && (version < OLDEST || version > NEWEST)) {
      decoding.report(
          in,
          CODE,
          "The opset %d is not read; versions %d to %d are. Export the model again with one of"
              + " them.",
          version,
          OLDEST,
          NEWEST);
    } else if (version < 1) {
      decoding.report(
          in,
          CODE,
          "The version %d of the operator domain (%s) must be 1 or more.",
          version,
          domain);
    }
  }

  /** Reports a missing default import, and every domain that nodes use without an import. */
  void checkComplete(Graph graph) {
    if (!versions.containsKey("")) {
      decoding.report(
          "opset_import",
          CODE,
          "The model imports no opset of the default domain, only %s. Espalier reads models for"
              + " inference; export it as one.",
          versions.keySet());
    }
    checkDomains(graph, "graph");
  }

  private void checkDomains(Graph graph, String place) {
    for (Node node : graph.nodes()) {
      if (!node.domain().isEmpty() && !versions.containsKey(node.domain())) {
        decoding.report(
            place,
            CODE,
            "Node (%s, %s) is of an operator domain that the model does not import.",
            node.name(),
            node.qualifiedOperator());
      }
      node.subgraphs().forEach(subgraph -> checkDomains(subgraph, place));
    }
  }
}
