package io.espalier.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.finetune.FineTuneMethod;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.sensitivity.SensitivityMethod;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.Output;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.PruneLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RealModelsTest {
  private static final Path FIXTURES = Path.of("../shared/fixtures/models");
  private static final String CLASSIFIER = "ch_ppocr_mobile_v2.0_cls_infer.onnx";

  private final Compression compression =
      new Compression(
          new MethodRegistry(
              List.of(new PruneMethod(), new FineTuneMethod(), new SensitivityMethod())));

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "resnet8-fashion.onnx,L1",
    "resnet8-fashion.onnx,RANDOM",
    "resnet18.onnx,L1",
    "mobilenet_v2.onnx,L2",
    "vit_tiny.onnx,L1",
    "vit12-fashion.onnx,L1",
    CLASSIFIER + ",L1",
    CLASSIFIER + ",L2"
  })
  void keepsHalfOfTheMacs(String model, String criterion) {
    Criterion norm = criterion.equals("L1") ? new Criterion.L1() : new Criterion.L2();
    CompressionResult result = run(model, PruneSpec.of(norm, Budget.ofMacs(0.5)));
    TargetOutcome outcome = result.plan().steps().getFirst().target().orElseThrow();
    assertThat(outcome.met()).as(outcome.explanation()).isTrue();
    double kept = (double) result.compressed().cost().macs() / result.original().cost().macs();
    assertThat(outcome.reached().macs()).contains(kept);
    assertThat(result.compressed().graph().inputs()).isEqualTo(result.original().graph().inputs());
    assertThat(result.compressed().graph().outputs())
        .isEqualTo(result.original().graph().outputs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit_tiny.onnx", "vit12-fashion.onnx"})
  void keepsHalfOfTheMacsInWholeHeads(String model) {
    Budget half = Budget.ofMacs(0.5);
    CompressionResult result =
        run(
            model,
            PruneSpec.of(new Criterion.L1(), half)
                .withLevels(
                    Set.of(PruneLevel.FILTER, PruneLevel.STAGE, PruneLevel.MLP, PruneLevel.HEAD)));
    TargetOutcome outcome = result.plan().steps().getFirst().target().orElseThrow();
    assertThat(outcome.met()).as(outcome.explanation()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet8-fashion.onnx",
        "resnet18.onnx",
        "mobilenet_v2.onnx",
        "vit_tiny.onnx",
        CLASSIFIER
      })
  void keepsHalfOfTheParameters(String model) {
    CompressionResult result =
        run(model, PruneSpec.of(new Criterion.L1(), Budget.ofParameters(0.5)));
    TargetOutcome outcome = result.plan().steps().getFirst().target().orElseThrow();
    assertThat(outcome.met()).as(outcome.explanation()).isTrue();
  }

  private CompressionResult run(String model, PruneSpec step) {
    JobSpec job = new JobSpec("mdl", List.of(step), 1, Set.of(Output.ONNX), Optional.empty());
    try (Arena arena = Arena.ofConfined()) {
      Graph graph = new OnnxReader(OnnxLimits.standard()).read(file(model), arena).graph();
      return compression.run(
          Analyzer.analyze(graph), job, Optional.empty(), _ -> StepContext.unwatched());
    }
  }

  private Path file(String model) {
    Path fixture = FIXTURES.resolve(model);
    if (model.equals(CLASSIFIER)) {
      return classifier();
    }
    Assumptions.assumeTrue(Files.exists(fixture), "The fixture is not there: " + model);
    return fixture;
  }

  private Path classifier() {
    try (InputStream resource = getClass().getResourceAsStream("/models/" + CLASSIFIER)) {
      Path copy = folder.resolve(CLASSIFIER);
      Files.copy(resource, copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
