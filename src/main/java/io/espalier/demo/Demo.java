package io.espalier.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Uploads the bundled network, prunes it to half its MACs, recovers what that cost without labels,
 * trains it again on the bundled images, and prints what came of it.
 *
 * <p>The network is a ResNet-8 of 78 thousand parameters trained on Fashion-MNIST. Its accuracy is
 * measured on all 10,000 test images as it came, after the bare cut, after the recovery and after
 * the training.
 */
final class Demo {
  private static final String MODEL = "resnet8-fashion.onnx";

  private static final String JOB = "job.json";

  private final URI service;
  private final PrintStream out;

  Demo(URI service, PrintStream out) {
    this.service = service;
    this.out = out;
  }

  /** Runs to the end and prints the address of the documentation last, whatever happened. */
  void run() {
    try (DemoClient client = new DemoClient(service)) {
      show(client);
    } catch (IOException | RuntimeException e) {
      out.printf("The demo did not come to its end: %s%n", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    out.printf("Try it yourself: %s%n", service.resolve("/swagger-ui.html"));
    out.flush();
  }

  private void show(DemoClient client) throws IOException, InterruptedException {
    String model = upload(client);
    JsonNode document = job(model);
    String job = client.submit(document).get("id").stringValue();
    out.printf(
        "%nPruning it to half its MACs, with recovery, and training it again: POST /v1/jobs -> %s%n",
        job);
    out.println(document.toPrettyString().indent(2));
    client.follow(job, this::printEvent);
    JsonNode ended = client.job(job);
    if (ended.get("state").stringValue().equals("SUCCEEDED")) {
      printResult(ended, client.report(job));
    } else {
      out.printf("The job ended %s: %s%n", ended.get("state").stringValue(), ended.get("error"));
    }
  }

  private String upload(DemoClient client) throws IOException, InterruptedException {
    try (InputStream content = Demo.class.getResourceAsStream(MODEL)) {
      JsonNode model = client.upload(MODEL, Objects.requireNonNull(content, MODEL));
      out.printf(
          "%nUploaded %s: POST /v1/models -> %s%n",
          model.get("name").stringValue(), model.get("id").stringValue());
      out.printf(
          Locale.ROOT,
          "  %,d parameters, %,d MACs, %d groups of channels can be cut, %d cannot%n",
          model.get("parameters").longValue(),
          model.get("macs").longValue(),
          model.at("/groups/prunable").intValue(),
          model.at("/groups/frozen").intValue());
      return model.get("id").stringValue();
    }
  }

  private static JsonNode job(String model) throws IOException {
    try (InputStream content = Demo.class.getResourceAsStream(JOB)) {
      JsonNode document = JsonMapper.shared().readTree(Objects.requireNonNull(content, JOB));
      return document.asObject().put("model", model);
    }
  }

  private void printEvent(JsonNode event) {
    out.printf(
        Locale.ROOT,
        "  %3.0f %%  %-10s %s %s%n",
        100 * event.get("fraction").doubleValue(),
        event.get("type").stringValue(),
        event.get("phase").stringValue(),
        event.get("message").stringValue());
  }

  private void printResult(JsonNode job, JsonNode report) {
    out.println();
    ComparisonTable.of(report).forEach(out::println);
    out.println();
    out.printf(
        "Accuracy on %s:%n", report.at("/after/accuracy/split").asString("no labelled data"));
    StageTable.of(report).forEach(out::println);
    out.println();
    out.printf("The report: %s%n", service.resolve(job.at("/links/report").stringValue()));
    job.get("artifacts")
        .forEach(
            file ->
                out.printf("A file:     %s%n", service.resolve(file.get("href").stringValue())));
  }
}
