package io.espalier.demo;

import io.espalier.dataset.BundledDatasets;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Uploads the bundled network, prunes it to half its MACs, trains it again on the bundled images,
 * and prints what came of it.
 *
 * <p>The network is a ResNet-8 of 78 thousand parameters trained on Fashion-MNIST. Its accuracy is
 * measured on all 10,000 test images as it came, after the cut and after the training.
 */
final class Demo {
  private static final String MODEL = "resnet8-fashion.onnx";

  /** Epochs with the original as teacher. */
  private static final Map<String, Object> TUNING =
      Map.of(
          "type",
          "fine-tune",
          "epochs",
          8,
          "batchSize",
          128,
          "optimizer",
          Map.of("type", "sgd", "learningRate", 0.1, "nesterov", true),
          "augment",
          List.of("flip", Map.of("type", "pad-crop", "padding", 2)),
          "distill",
          Map.of("temperature", 4, "alpha", 0.9));

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
    String job = client.submit(job(model)).get("id").stringValue();
    out.printf("%nPruning it to half its MACs and training it again: POST /v1/jobs -> %s%n", job);
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

  private static Map<String, Object> job(String model) {
    return Map.of(
        "model",
        model,
        "dataset",
        BundledDatasets.FASHION_MNIST,
        "seed",
        42,
        "steps",
        List.of(Map.of("type", "prune", "criterion", "l1", "target", Map.of("macs", 0.5)), TUNING),
        "evaluate",
        Map.of("split", "test"));
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
    out.printf("Top-1 on %s:%n", report.at("/after/accuracy/split").asString("no labelled data"));
    report
        .path("stages")
        .forEach(
            stage ->
                out.printf(
                    Locale.ROOT,
                    "  %-20s %.2f %%%n",
                    stage.get("stage").stringValue(),
                    100 * stage.at("/evaluation/classification/top1").doubleValue()));
    out.println();
    out.printf("The report: %s%n", service.resolve(job.at("/links/report").stringValue()));
    job.get("artifacts")
        .forEach(
            file ->
                out.printf("A file:     %s%n", service.resolve(file.get("href").stringValue())));
  }
}
