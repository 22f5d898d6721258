package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.engine.Npz;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.Parity;
import io.espalier.engine.RunnableModel;
import io.espalier.format.ImportedModel;
import io.espalier.format.ModelFiles;
import io.espalier.format.SourceTensor;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.format.safetensors.SafetensorsLimits;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.graph.Tensor;
import io.espalier.intake.ImportOptions;
import io.espalier.intake.Importers;
import io.espalier.job.JobArtifact;
import io.espalier.job.JobResult;
import io.espalier.report.Report;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights without a network, from the uploaded file to every output. */
class StateDictJobTest {
  private static final Path FIXTURES = Path.of("../shared/fixtures/models");
  private static final String VIT = "{\"type\":\"vit\",\"heads\":4}";

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "resnet20-cifar10.pth,resnet20,resnet20-cifar10",
        "resnet20-cifar10-legacy.th,resnet20,resnet20-cifar10",
        "vit12-fashion.safetensors,`" + VIT + "`,vit12-fashion"
      })
  void givesTheLogitsOfTheOnnxFileOfTheSameWeights(String file, String architecture, String twin)
      throws IOException {
    Map<String, Tensor> reference = Npz.read(fixture(twin + ".npz"));
    try (Arena arena = Arena.ofShared()) {
      ImportedModel imported =
          Importers.standard()
              .read(ModelFiles.of(fixture(file)), new ImportOptions(architecture), arena);
      Path written = home.resolve("imported.onnx");
      new OnnxWriter("test").write(imported.graph(), written);

      List<Tensor> ours = logits(written, reference.get("x"));
      Parity.assertEqual(logits(fixture(twin + ".onnx"), reference.get("x")), ours);
      Parity.assertEqual(List.of(reference.get("y")), ours);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "resnet20-cifar10.pth,resnet20,layer1.0.conv1.weight",
        "resnet20-cifar10-legacy.th,resnet20,layer1.0.conv1.weight",
        "vit12-fashion.safetensors,`" + VIT + "`,blocks.0.attn.qkv.weight"
      })
  void isPrunedAndLeavesEveryOutput(String file, String architecture, String tensor)
      throws IOException {
    Workshop workshop = new Workshop(home);
    String model = workshop.upload(file, fixture(file), "", architecture);
    JobResult result =
        workshop.run(
            """
            {"model":"%s","outputs":["onnx","torchscript","safetensors","report"],
             "steps":[{"type":"prune","target":{"macs":0.6}}]}
            """
                .formatted(model));
    Report report = workshop.report(result);

    assertThat(result.artifacts())
        .extracting(JobArtifact::name)
        .containsExactly(
            "model.onnx",
            "model.pt",
            "model.safetensors",
            "widths.json",
            "pruning.json",
            "report.json");
    assertThat(report.verification()).noneMatch(VerificationCheck::failed);
    assertThat(report.after().macs()).isLessThan(report.before().macs());
    try (Arena arena = Arena.ofShared()) {
      SafetensorsReader reader = new SafetensorsReader(SafetensorsLimits.standard());
      Map<String, Tensor> pruned =
          reader.read(workshop.file(result, "model.safetensors"), arena).tensors();
      assertThat(pruned).containsKey(tensor);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "resnet20-cifar10.pth,resnet20",
        "resnet20-cifar10-legacy.th,resnet20",
        "vit12-fashion.safetensors,`" + VIT + "`"
      })
  void theWeightsOfTheResultAreAStateDictOfTheNamesOfTheSource(String file, String architecture)
      throws IOException {
    Workshop workshop = new Workshop(home);
    String model = workshop.upload(file, fixture(file), "", architecture);
    JobResult result =
        workshop.run(
            """
            {"model":"%s","outputs":["safetensors","onnx"],
             "steps":[{"type":"prune","target":{"macs":0.6}}]}
            """
                .formatted(model));
    try (Arena arena = Arena.ofShared()) {
      ImportedModel original =
          Importers.standard()
              .read(ModelFiles.of(fixture(file)), new ImportOptions(architecture), arena);
      Map<String, Tensor> pruned =
          new SafetensorsReader(SafetensorsLimits.standard())
              .read(workshop.file(result, "model.safetensors"), arena)
              .tensors();
      assertThat(pruned.keySet())
          .containsExactlyInAnyOrderElementsOf(
              original.sources().values().stream().map(SourceTensor::name).toList());
    }
  }

  private static List<Tensor> logits(Path file, Tensor x) {
    try (RunnableModel model = new OnnxRuntime(2).load(file)) {
      return model.run(Map.of(inputName(file), x));
    }
  }

  private static String inputName(Path file) {
    try (Arena arena = Arena.ofShared()) {
      return Importers.standard()
          .read(ModelFiles.of(file), ImportOptions.NONE, arena)
          .graph()
          .inputs()
          .getFirst()
          .name();
    }
  }

  private static Path fixture(String name) {
    Path file = FIXTURES.resolve(name);
    assumeTrue(Files.exists(file), "The model %s is not on this machine.".formatted(name));
    return file;
  }
}
