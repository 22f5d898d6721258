package io.espalier.format.onnx;

import io.espalier.format.onnx.upgrade.OpsetUpgrade;
import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphStructure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decodes a {@code ModelProto}, the outermost message of a file. */
final class ModelDecoder {
  private static final int METADATA_LIMIT_BYTES = 1 << 20;
  private static final long OLDEST_IR = 3;
  private static final long NEWEST_IR = 13;

  /** Since this version an input that has an initializer is one a caller may override. */
  private static final long OVERRIDABLE_IR = 4;

  private final Decoding decoding;
  private final OpsetImports imports;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Graph> graphs = new ArrayList<>();
  private long irVersion;
  private String producer = "";
  private String producerVersion = "";

  ModelDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.imports = new OpsetImports(decoding);
  }

  /** Reads everything and checks nothing that needs the whole model. */
  ModelDecoder read(WireReader in) {
    for (int field = in.next(); field != 0; field = in.next()) {
      readField(in, field);
    }
    return this;
  }

  OnnxModel decode(WireReader in) {
    read(in);
    if (graphs.isEmpty()) {
      throw in.fault("onnx-no-graph", "The file holds no graph, so it is no ONNX model.");
    }
    Graph graph = checked(graphs.getFirst());
    return new OnnxModel(
        OpsetUpgrade.upgrade(graph), irVersion, graph.opset(), fullProducer(), decoding.warnings());
  }

  private void readField(WireReader in, int field) {
    switch (field) {
      case 1 -> irVersion = in.once().varint();
      case 2 -> producer = decoding.name(in.once());
      case 3 -> producerVersion = decoding.name(in.once());
      case 7 -> graphs.add(new GraphDecoder(decoding, 0).decode(in.once().message("graph")));
      case 8 -> imports.add(in.message("opset_import", imports.versions().size()));
      case 14 -> addMetadata(in.message("metadata_props", metadata.size()));
      case 20 -> ignoreTraining(in);
      case 25 -> refuseFunction(in);
      default -> in.skip();
    }
  }

  private void ignoreTraining(WireReader in) {
    in.skip();
    decoding.warn("The model holds training information, which is left out.");
  }

  private void refuseFunction(WireReader in) {
    in.skip();
    decoding.report(
        "functions",
        "onnx-unsupported",
        "The model defines functions of its own; export it with functions inlined.");
  }

  private void addMetadata(WireReader in) {
    String key = "";
    String value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> key = decoding.name(in.once());
        case 2 -> value = in.once().text(METADATA_LIMIT_BYTES);
        default -> in.skip();
      }
    }
    if (metadata.putIfAbsent(key, value) != null) {
      decoding.report(in, "onnx-duplicate-key", "The metadata has the key (%s) twice.", key);
    }
  }

  /** The graph as it was read, once nothing speaks against it. */
  private Graph checked(Graph decoded) {
    Graph graph = NodeNames.fill(decoded).withOpsets(imports.versions()).withMetadata(metadata);
    checkIrVersion();
    imports.checkComplete(graph);
    decoding.external().check(decoding);
    decoding.addAll(GraphStructure.problems(graph));
    decoding.throwIfProblems();
    decoding.external().requireAll();
    warnOfDefaults();
    return graph;
  }

  private void warnOfDefaults() {
    if (irVersion >= OVERRIDABLE_IR && decoding.defaults() > 0) {
      decoding.warn(
          "%d inputs have default values, which are constants from now on."
              .formatted(decoding.defaults()));
    }
  }

  private void checkIrVersion() {
    if (irVersion < OLDEST_IR || irVersion > NEWEST_IR) {
      decoding.report(
          "ir_version",
          "onnx-ir-version",
          "The IR version %d is not read; versions %d to %d are.",
          irVersion,
          OLDEST_IR,
          NEWEST_IR);
    }
  }

  private String fullProducer() {
    return Stream.of(producer, producerVersion)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
