package io.espalier.web;

import static io.espalier.web.Api.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** A part of CIFAR-10 is uploaded, trained on and measured on, through HTTP alone. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
final class CifarJobTest {
  private static final Path DATA = Path.of("../shared/fixtures/data/cifar10-jpeg.zip");
  private static final Path MODEL = Path.of("../shared/fixtures/models/resnet20-cifar10.onnx");

  /** What PyTorch measured of the original on all pictures of the test split. */
  private static final double ORIGINAL_TOP1 = 0.880;

  /** Almost three standard errors of a share measured on 2,000 pictures. */
  private static final double SAMPLING = 0.02;

  private static final String JOB =
      """
      {"model":"%s","dataset":"%s","seed":1,
       "preprocess":{"mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]},
       "steps":[{"type":"prune","criterion":"l1","target":{"macs":0.5},"calibration":{"samples":200}},
                {"type":"fine-tune","steps":12,"batchSize":64,"augment":["flip","pad-crop"],
                 "optimizer":{"type":"sgd","learningRate":0.02,"weightDecay":1e-4}}],
       "evaluate":{"split":"test"}}
      """;

  private final Api api;
  private final TrainingService service;

  CifarJobTest(@LocalServerPort int port) {
    api = new Api(port);
    service = new TrainingService(api);
  }

  @Test
  void uploadsTrainsAndEvaluates() throws IOException {
    assumeTrue(Files.exists(DATA) && Files.exists(MODEL), "The fixtures are not here.");
    String dataset = service.created("/v1/datasets?name=cifar10", part());
    JsonNode summary = json(api.get("/v1/datasets/" + dataset));
    assertThat(summary.get("splits").toString()).isEqualTo("{\"train\":2000,\"test\":2000}");
    assertThat(summary.get("classes")).hasSize(10);

    String model = service.created("/v1/models?name=resnet20", Files.readAllBytes(MODEL));
    String job = service.submit(JOB.formatted(model, dataset));
    JsonNode end = service.finished(job);
    assertThat(end.get("state").stringValue()).as(end.toString()).isEqualTo("SUCCEEDED");

    JsonNode report = json(api.get("/v1/jobs/" + job + "/report"));
    List<Double> top1 =
        report
            .get("stages")
            .valueStream()
            .map(stage -> stage.at("/evaluation/classification/top1").doubleValue())
            .toList();
    assertThat(top1).hasSize(4);
    assertThat(top1.get(0)).isCloseTo(ORIGINAL_TOP1, within(SAMPLING));
    assertThat(top1.get(2)).isGreaterThan(top1.get(1) + 0.1);
    assertThat(top1.get(3)).isGreaterThan(top1.get(1) + 0.1);
    assertThat(report.at("/measuredOn/samples").intValue()).isEqualTo(2000);
    assertThat(report.at("/measuredOn/preprocessing/mean").toString())
        .isEqualTo("[0.485,0.456,0.406]");
    double ratio = report.at("/after/macs").doubleValue() / report.at("/before/macs").doubleValue();
    assertThat(ratio).isCloseTo(0.5, within(0.01));
  }

  /** Every fifth picture of the test split and every 25th of the training split. */
  private static byte[] part() throws IOException {
    Map<String, byte[]> chosen = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(DATA.toFile())) {
      Map<String, Integer> seen = new HashMap<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String folder = entry.getName().replaceFirst("/[^/]*$", "");
        int every = folder.startsWith("train") ? 25 : 5;
        if (!entry.isDirectory() && seen.merge(folder, 1, Integer::sum) % every == 0) {
          try (InputStream content = zip.getInputStream(entry)) {
            chosen.put(entry.getName(), content.readAllBytes());
          }
        }
      }
    }
    return DatasetFiles.zip(chosen);
  }
}
