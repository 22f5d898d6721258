package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OnnxRuntime;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.format.safetensors.SafetensorsLimits;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.job.JobArtifact;
import io.espalier.job.JobResult;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutputsTest {
  @TempDir private Path home;
  private Workshop workshop;
  private String model;

  @BeforeEach
  void storeAModel() throws IOException {
    NetworkBuilder network = new NetworkBuilder("small", 3);
    String x = network.input("x", 3, 8, 8);
    String hidden = network.relu(network.batchNorm(network.conv(x, 3, 16, 3, 1, 1), 16));
    String pooled = network.op("GlobalAveragePool", network.conv(hidden, 16, 16, 3, 1, 1));
    String y = network.linear(network.op("Flatten", pooled), 16, 4);
    Path file = home.resolve("small.onnx");
    new OnnxWriter("test").write(network.output(y, 4).build(), file);
    workshop = new Workshop(home);
    model = workshop.upload("small.onnx", file, "");
  }

  private JobResult run(String outputs) throws IOException {
    return workshop.run(
        """
        {"model":"%s","outputs":%s,"steps":[{"type":"prune","target":{"macs":0.5}}]}
        """
            .formatted(model, outputs));
  }

  @Test
  void leavesWhatWasAskedForInOrder() throws IOException {
    JobResult result = run("[\"report\",\"safetensors\",\"torchscript\",\"onnx\"]");

    assertThat(result.artifacts())
        .extracting(JobArtifact::name)
        .containsExactly(
            "model.onnx",
            "model.pt",
            "model.safetensors",
            "widths.json",
            "pruning.json",
            "report.json");
    assertThat(workshop.report(result).verification())
        .noneMatch(VerificationCheck::failed)
        .extracting(VerificationCheck::check)
        .contains(
            "model.onnx (opset 17, fp32) computes what the result computes",
            "model.pt, loaded in libtorch, computes what the result computes",
            "model.safetensors reads back as the weights of the result");
    assertThat(workshop.report(result).provenance().output().name()).isEqualTo("model.onnx");
  }

  @Test
  void leavesTheDefaultsWhenNothingIsSaid() throws IOException {
    JobResult result =
        workshop.run(
            """
            {"model":"%s","steps":[{"type":"prune","target":{"macs":0.5}}]}
            """
                .formatted(model));

    assertThat(result.artifacts())
        .extracting(JobArtifact::name)
        .containsExactly("model.onnx", "pruning.json", "report.json");
  }

  @Test
  void leavesAReportAlone() throws IOException {
    JobResult result = run("[\"report\"]");

    assertThat(result.artifacts())
        .extracting(JobArtifact::name)
        .containsExactly("pruning.json", "report.json");
    assertThat(workshop.report(result).provenance().output().bytes()).isPositive();
    assertThat(workshop.storedFiles()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"13,fp32,false", "21,fp32,true", "17,fp16,false", "15,fp16,true"})
  void writesOnnxAsItWasAskedFor(int opset, String precision, boolean folded) throws IOException {
    JobResult result =
        run(
            "[{\"type\":\"onnx\",\"opset\":%d,\"precision\":\"%s\",\"foldBatchNorm\":%s},\"report\"]"
                .formatted(opset, precision, folded));

    try (Arena arena = Arena.ofShared()) {
      Path file = workshop.file(result, "model.onnx");
      assertThat(new OnnxReader(OnnxLimits.standard()).read(file, arena).opset()).isEqualTo(opset);
      Graph graph = new OnnxReader(OnnxLimits.standard()).read(file, arena).graph();
      assertThat(
              graph.nodes().stream().anyMatch(node -> node.operator().equals("BatchNormalization")))
          .isNotEqualTo(folded);
      assertThat(
              graph.initializers().values().stream()
                  .anyMatch(tensor -> tensor.elementType().text().equals("float16")))
          .isEqualTo(precision.equals("fp16"));
      new OnnxRuntime(1).load(file).close();
    }
    assertThat(workshop.report(result).verification())
        .extracting(VerificationCheck::check)
        .contains(
            "model.onnx (opset %d, %s) computes what the result computes"
                .formatted(opset, precision));
  }

  @Test
  void saysTheNewWidthOfEveryWeight() throws IOException {
    JobResult result = run("[\"safetensors\"]");
    JsonNode widths =
        JsonMapper.shared().readTree(Files.readAllBytes(workshop.file(result, "widths.json")));
    try (Arena arena = Arena.ofShared()) {
      var tensors =
          new SafetensorsReader(SafetensorsLimits.standard())
              .read(workshop.file(result, "model.safetensors"), arena)
              .tensors();
      assertThat(widths.get("weights")).hasSize(tensors.size());
      for (JsonNode weight : widths.get("weights")) {
        assertThat(weight.get("after").valueStream().mapToLong(JsonNode::longValue).toArray())
            .isEqualTo(tensors.get(weight.get("name").stringValue()).shape());
        assertThat(weight.get("layer").stringValue()).isNotEmpty();
        assertThat(weight.get("before")).hasSameSizeAs(weight.get("after"));
      }
    }
    assertThat(widths.get("weights").get(0).get("before").get(0).intValue()).isEqualTo(16);
    assertThat(widths.get("weights").get(0).get("after").get(0).intValue()).isLessThan(16);
  }
}
