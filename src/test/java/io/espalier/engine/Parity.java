package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.bench.Agreement;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.TypedGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs one graph in both runtimes and compares what they return. */
public final class Parity {
  /** Largest difference of an output, relative to the largest magnitude in that output. */
  public static final double RELATIVE_TOLERANCE = 1e-4;

  private static final int THREADS = 2;

  private Parity() {}

  public static void assertParity(OperatorCase operator) {
    List<Tensor> compiled = runCompiled(operator.typed(), operator.samples());
    List<ValueInfo> outputs = new ArrayList<>();
    for (int i = 0; i < compiled.size(); i++) {
      outputs.add(new ValueInfo(operator.outputNames().get(i), compiled.get(i).type()));
    }
    assertEqual(runOnnx(operator.graph(outputs), operator.samples()), compiled);
  }

  public static void assertParity(TypedGraph typed, Map<String, Tensor> inputs) {
    assertEqual(runOnnx(typed.graph(), inputs), runCompiled(typed, inputs));
  }

  public static void assertEqual(List<Tensor> expected, List<Tensor> actual) {
    Agreement agreement = Agreement.between(expected, actual);
    assertThat(agreement.maximumRelativeError()).isLessThanOrEqualTo(RELATIVE_TOLERANCE);
  }

  public static List<Tensor> runCompiled(TypedGraph typed, Map<String, Tensor> inputs) {
    try (RunnableModel model = new TorchRuntime(Device.CPU, THREADS).compile(typed)) {
      return model.run(inputs);
    }
  }

  public static List<Tensor> runOnnx(Graph graph, Map<String, Tensor> inputs) {
    Path file = written(graph);
    try (RunnableModel model = new OnnxRuntime(THREADS).load(file)) {
      return model.run(inputs);
    } finally {
      file.toFile().delete();
    }
  }

  private static Path written(Graph graph) {
    try {
      Path directory = Files.createTempDirectory("parity");
      directory.toFile().deleteOnExit();
      Path file = directory.resolve("model.onnx");
      new OnnxWriter("test").write(graph, file);
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
