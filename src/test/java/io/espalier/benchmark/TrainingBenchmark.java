package io.espalier.benchmark;

import io.espalier.architecture.RandomNetworks;
import io.espalier.architecture.RandomNetworks.VitSizes;
import io.espalier.engine.Device;
import io.espalier.engine.DjlResNet;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.ProcessMemory;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.SgdGradients;
import io.espalier.engine.TorchLearners;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.train.Learner;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.TypedGraph;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Times the training or evaluation of a network for a fixed number of steps.
 *
 * <p>Arguments: {@code MODE NETWORK STEPS THREADS}; modes are {@code train}, {@code blocks} (DJL's
 * own blocks, ResNet-20 only) and {@code evaluate} (beside ONNX Runtime, in turn); networks are
 * {@code resnet20}, {@code resnet18}, {@code vit-tiny} and {@code vit12}. The process is one
 * measurement: its peak of resident memory is that of the mode.
 */
final class TrainingBenchmark {
  private static final int WARM_UP_STEPS = 3;
  private static final double LEARNING_RATE = 0.01;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int KIBIBYTES_PER_MEBIBYTE = 1024;

  private static final Map<String, Supplier<Network>> NETWORKS =
      Map.of(
          "resnet20", () -> new Network(RandomNetworks.cifarResNet(3, 16), 128, 3, 32, 10),
          "resnet18", () -> new Network(RandomNetworks.resNet18(), 16, 3, 224, 1000),
          "vit-tiny", () -> new Network(RandomNetworks.vit(VitSizes.tiny()), 16, 3, 224, 1000),
          "vit12", () -> new Network(RandomNetworks.vit(VitSizes.small()), 128, 1, 28, 10));

  private final String name;
  private final Network network;
  private final int steps;
  private final int threads;
  private final PrintStream out;

  private record Network(Graph graph, int batch, int channels, int size, int classes) {
    Tensor images() {
      Random random = new Random(batch);
      float[] values = new float[batch * channels * size * size];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return Tensor.ofFloats(new long[] {batch, channels, size, size}, values);
    }

    Tensor labels() {
      return Tensor.vector(LongStream.range(0, batch).map(i -> i % classes).toArray());
    }
  }

  private interface Step {
    void run();
  }

  private TrainingBenchmark(String name, int steps, int threads, PrintStream out) {
    this.name = name;
    this.network = NETWORKS.get(name).get();
    this.steps = steps;
    this.threads = threads;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    TrainingBenchmark benchmark =
        new TrainingBenchmark(
            arguments[1],
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            System.out);
    switch (arguments[0]) {
      case "train" -> benchmark.train();
      case "blocks" -> benchmark.trainBlocks();
      case "evaluate" -> benchmark.evaluate();
      default -> throw new IllegalArgumentException("unknown mode " + arguments[0]);
    }
  }

  private void train() {
    TypedGraph prepared = SgdGradients.prepared(network.graph());
    try (Learner learner =
            new TorchLearners(List.of(Device.CPU), threads)
                .open(
                    prepared,
                    SgdGradients.settings(prepared, LEARNING_RATE, 0.9),
                    Optional.empty());
        var batch = SgdGradients.batch(network.images(), network.labels())) {
      double[] rates = {LEARNING_RATE};
      Step step =
          () -> {
            learner.accumulate(batch, 1, 0);
            learner.update(rates);
          };
      printTraining("espalier", median(step));
      out.printf(
          "outside-libtorch espalier %s %% %.1f%n",
          name, 100 * OutsideNative.share(() -> repeat(step)));
    }
  }

  private void trainBlocks() {
    try (DjlResNet blocks =
        new DjlResNet(
            network.graph().initializers(), 3, LEARNING_RATE, network.images(), network.labels())) {
      printTraining("djl-blocks", median(blocks::step));
    }
  }

  private void repeat(Step step) {
    for (int i = 0; i < steps; i++) {
      step.run();
    }
  }

  private void printTraining(String who, double seconds) {
    out.printf(
        "train %s %s images/s %.1f MiB %d%n",
        who, name, network.batch() / seconds, peakMebibytes());
  }

  private double median(Step step) {
    for (int i = 0; i < WARM_UP_STEPS; i++) {
      step.run();
    }
    double[] seconds = new double[steps];
    for (int i = 0; i < steps; i++) {
      seconds[i] = seconds(step);
    }
    Arrays.sort(seconds);
    return seconds[steps / 2];
  }

  private static double seconds(Step step) {
    long begun = System.nanoTime();
    step.run();
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  private void evaluate() throws IOException {
    Path folder = Files.createTempDirectory("benchmark");
    Path file = folder.resolve("model.onnx");
    new OnnxWriter("benchmark").write(network.graph(), file);
    TypedGraph prepared = SgdGradients.prepared(network.graph());
    Map<String, Tensor> inputs =
        Map.of(network.graph().inputs().getFirst().name(), network.images());
    try (RunnableModel torch = new TorchRuntime(Device.CPU, threads).compile(prepared);
        RunnableModel onnx = new OnnxRuntime(threads).load(file)) {
      compare(() -> torch.run(inputs), () -> onnx.run(inputs));
      out.printf("versions %s %s%n", torch.runtime(), onnx.runtime());
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  /** In turn, so that a busy machine slows both. */
  private void compare(Step torch, Step onnx) {
    double[] first = new double[steps];
    double[] second = new double[steps];
    for (int i = -WARM_UP_STEPS; i < steps; i++) {
      double one = seconds(torch);
      double other = seconds(onnx);
      if (i >= 0) {
        first[i] = one;
        second[i] = other;
      }
    }
    Arrays.sort(first);
    Arrays.sort(second);
    out.printf("evaluate espalier %s images/s %.1f%n", name, network.batch() / first[steps / 2]);
    out.printf(
        "evaluate onnxruntime %s images/s %.1f%n", name, network.batch() / second[steps / 2]);
  }

  private static long peakMebibytes() {
    return ProcessMemory.peakKibibytes() / KIBIBYTES_PER_MEBIBYTE;
  }
}
