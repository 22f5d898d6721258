package io.espalier.job.run;

import io.espalier.engine.Device;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.bench.GraphTimer;
import io.espalier.engine.bench.Latency;
import io.espalier.engine.bench.LatencyBenchmark;
import io.espalier.engine.bench.LatencySettings;
import io.espalier.format.ModelFiles;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import java.nio.file.Path;
import java.util.Map;

/** Times graphs on the CPU in ONNX Runtime, which models are deployed in, on a GPU in libtorch. */
record RuntimeTimer(RunEnvironment environment, ModelFormat format, Device device, Path folder)
    implements GraphTimer {
  @Override
  public Latency time(Graph graph, Map<String, Tensor> inputs, LatencySettings settings) {
    LatencyBenchmark benchmark = new LatencyBenchmark(settings, environment.nanoClock());
    return switch (device.kind()) {
      case CPU -> inOnnxRuntime(graph, inputs, benchmark);
      case CUDA -> {
        try (RunnableModel model =
            environment.torch().on(device).compile(ShapeInference.infer(graph))) {
          yield benchmark.measure(model, inputs);
        }
      }
    };
  }

  private Latency inOnnxRuntime(
      Graph graph, Map<String, Tensor> inputs, LatencyBenchmark benchmark) {
    ModelFiles files = format.write(graph, folder.resolve("timed.onnx")).files();
    try (RunnableModel model = environment.onnx().load(files.main())) {
      return benchmark.measure(model, inputs);
    } finally {
      files.all().forEach(Examination::delete);
    }
  }
}
