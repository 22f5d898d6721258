package io.espalier.web;

import static io.espalier.web.Api.OCTETS;
import static io.espalier.web.Api.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import tools.jackson.databind.JsonNode;

/** What tests do with a service that trains, through HTTP alone. */
final class TrainingService {
  /** Of the pictures, in pixels. */
  static final int SIDE = 8;

  static final int CLASSES = 3;

  private static final int CHANNELS = 12;

  private final Api api;

  TrainingService(Api api) {
    this.api = api;
  }

  /** The identifier of a network that tells grey squares apart once it has been trained. */
  String uploadModel() {
    return created("/v1/models?name=squares", onnx(network()));
  }

  /** The identifier of a data set of grey squares. */
  String uploadSquares(int perClass) {
    return created("/v1/datasets?name=squares", DatasetFiles.folders(SIDE, CLASSES, perClass));
  }

  String created(String path, byte[] body) {
    HttpResponse<String> response = api.post(path, OCTETS, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return json(response).get("id").stringValue();
  }

  /** The identifier of a job that was accepted. */
  String submit(String document) {
    HttpResponse<String> response = api.postJson("/v1/jobs", document);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return json(response).get("id").stringValue();
  }

  /** Follows the events of a job to the last, and returns how it ended. */
  JsonNode finished(String job) {
    String stream = api.get("/v1/jobs/" + job + "/events", "Accept", "text/event-stream").body();
    assertThat(stream).contains("event: ");
    return json(api.get("/v1/jobs/" + job));
  }

  static byte[] onnx(Graph graph) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OnnxWriter("test").write(graph, Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("squares", 5);
    String x = net.input("x", 1, SIDE, SIDE);
    String first = net.relu(net.batchNorm(net.conv(x, 1, CHANNELS, 3, 1, 1), CHANNELS));
    String second = net.relu(net.batchNorm(net.conv(first, CHANNELS, CHANNELS, 3, 2, 1), CHANNELS));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", second));
    String y = net.linear(pooled, CHANNELS, CLASSES);
    return net.output(y, CLASSES).build();
  }
}
