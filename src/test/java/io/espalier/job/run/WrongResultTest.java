package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.CompressionMethod;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A method that cuts as planned but spoils one weight must never be published. */
class WrongResultTest {
  private static final String JOB =
      """
      {"model":"%s","steps":[{"type":"prune","criterion":"l1","target":{"macs":0.5}}]}
      """;

  @TempDir private Path home;

  @Test
  void publishesNothingWhenTheResultComputesSomethingElse() throws IOException {
    Workshop workshop = new Workshop(home, new SpoilingMethod());
    String model = workshop.upload("small.onnx", network(), "");

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> workshop.run(JOB.formatted(model)))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.VERIFICATION_FAILED);
              assertThat(refusal.problems())
                  .extracting(Problem::message)
                  .singleElement()
                  .asString()
                  .startsWith("step 1: cut equals silenced");
            });
    assertThat(workshop.storedFiles()).isEqualTo(1);
  }

  @Test
  void publishesTheSameNetworkWhenTheMethodIsRight() throws IOException {
    Workshop workshop = new Workshop(home, new PruneMethod());
    String model = workshop.upload("small.onnx", network(), "");

    assertThat(workshop.report(workshop.run(JOB.formatted(model))).verification())
        .noneMatch(VerificationCheck::failed);
  }

  private Path network() {
    NetworkBuilder network = new NetworkBuilder("small", 3);
    String x = network.input("x", 3, 8, 8);
    String hidden = network.relu(network.batchNorm(network.conv(x, 3, 16, 3, 1, 1), 16));
    String pooled = network.op("GlobalAveragePool", network.conv(hidden, 16, 16, 3, 1, 1));
    String y = network.linear(network.op("Flatten", pooled), 16, 4);
    Path file = home.resolve("small.onnx");
    new OnnxWriter("test").write(network.output(y, 4).build(), file);
    return file;
  }

  /** Prunes correctly, then doubles one element of the first weight. */
  private static final class SpoilingMethod implements CompressionMethod<PruneSpec> {
    private final PruneMethod right = new PruneMethod();

    @Override
    public Class<PruneSpec> specType() {
      return right.specType();
    }

    @Override
    public StepDescription<PruneSpec> description() {
      return right.description();
    }

    @Override
    public StepPlan plan(Analysis analysis, PruneSpec spec, PlanContext context) {
      return right.plan(analysis, spec, context);
    }

    @Override
    public Graph outline(Analysis analysis, PruneSpec spec, StepPlan plan) {
      return right.outline(analysis, spec, plan);
    }

    @Override
    public StepOutput apply(Analysis analysis, PruneSpec spec, StepPlan plan, StepContext context) {
      StepOutput output = right.apply(analysis, spec, plan, context);
      Graph graph = output.graph();
      String weight = graph.nodes().getFirst().inputs().get(1);
      Tensor original = graph.initializers().get(weight);
      float[] values = original.toFloats();
      values[0] = 2 * values[0] + 1;
      return StepOutput.of(
          new GraphEditor(graph)
              .putInitializer(weight, Tensor.ofFloats(original.shape(), values))
              .build(),
          plan,
          output.equivalences().getFirst());
    }
  }
}
