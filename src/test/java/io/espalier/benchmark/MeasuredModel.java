package io.espalier.benchmark;

import io.espalier.dataset.BundledDatasets;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.PreprocessingOverride;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.dataset.load.BatchSettings;
import io.espalier.dataset.load.DatasetLoader;
import io.espalier.dataset.load.LoaderSettings;
import io.espalier.dataset.read.DatasetLimits;
import io.espalier.dataset.read.DatasetOptions;
import io.espalier.dataset.read.DatasetReader;
import io.espalier.engine.Device;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.TorchAlgebra;
import io.espalier.engine.TorchLearners;
import io.espalier.engine.TorchLossGradients;
import io.espalier.engine.TorchResidentModels;
import io.espalier.engine.evaluate.Evaluation.Classification;
import io.espalier.engine.evaluate.Evaluator;
import io.espalier.engine.evaluate.Subject;
import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.TrainingListener;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.Instruments;
import io.espalier.method.StepContext;
import io.espalier.method.TrainingContext;
import io.espalier.method.TrainingSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A trained network with the data it is pruned and judged on. */
final class MeasuredModel implements AutoCloseable {
  private static final long CACHE_BYTES = 1L << 30;
  private static final int BATCH = 100;
  private static final int THREADS = 2;
  private static final long SEED = 1;

  private final Arena arena = Arena.ofShared();
  private final Path scratch;
  private final Dataset training;
  private final Dataset heldOut;
  private final DatasetLoader loader;
  private final DatasetLoader heldOutLoader;
  private final Analysis original;

  private MeasuredModel(
      Path scratch, Path model, Dataset training, Dataset heldOut, PreprocessingOverride changes) {
    this.scratch = scratch;
    this.training = training;
    this.heldOut = heldOut;
    loader = loader(training, changes);
    heldOutLoader = loader(heldOut, changes);
    original = Analyzer.analyze(new OnnxReader(OnnxLimits.standard()).read(model, arena).graph());
  }

  private static DatasetLoader loader(Dataset dataset, PreprocessingOverride changes) {
    Preprocessing preprocessing = changes.applyTo(dataset.summary().preprocessing());
    return new DatasetLoader(dataset, preprocessing, new LoaderSettings(THREADS, CACHE_BYTES));
  }

  /** A model on a data set of strangers, with these means and deviations. */
  static MeasuredModel of(Path model, Path data, List<Double> mean, List<Double> std)
      throws IOException {
    Path scratch = Files.createTempDirectory("benchmark");
    DatasetReader reader = new DatasetReader(DatasetLimits.standard(), scratch);
    DatasetSummary summary = reader.examine(data, DatasetOptions.NONE, (_, _) -> {});
    Dataset dataset = reader.open(data, summary, DatasetOptions.NONE);
    PreprocessingOverride changes =
        new PreprocessingOverride(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(mean),
            Optional.of(std));
    return new MeasuredModel(scratch, model, dataset, dataset, changes);
  }

  /** A model on the bundled Fashion-MNIST. */
  static MeasuredModel ofFashion(Path model) throws IOException {
    BundledDatasets bundled = new BundledDatasets();
    Dataset dataset = bundled.open(BundledDatasets.FASHION_MNIST).orElseThrow();
    return new MeasuredModel(
        Files.createTempDirectory("benchmark"),
        model,
        dataset,
        dataset,
        PreprocessingOverride.NONE);
  }

  DatasetSummary summary() {
    return training.summary();
  }

  Analysis original() {
    return original;
  }

  /** The context of a step of this model. */
  StepContext context() {
    TrainingContext context =
        new TrainingContext(
            original,
            new Samples(),
            new TorchLearners(List.of(Device.CPU), THREADS),
            new Instruments(
                new TorchResidentModels(Device.CPU, THREADS),
                new TorchLossGradients(Device.CPU, THREADS),
                new TorchAlgebra(Device.CPU, THREADS)),
            List.of(Device.CPU),
            new Nothing(),
            TrainingListener.none(),
            System::nanoTime,
            SEED);
    return new Running(context);
  }

  /**
   * Figures on the split test, in ONNX Runtime.
   *
   * @param graph of the same input and output as the original
   */
  Classification evaluate(Graph graph) throws IOException {
    Path file = scratch.resolve("model.onnx");
    new OnnxWriter("benchmark").write(graph, file);
    try (RunnableModel model = new OnnxRuntime(THREADS).load(file);
        var batches = heldOutLoader.inOrder("test", BATCH)) {
      DatasetSummary summary = heldOut.summary();
      String input = graph.inputs().getFirst().name();
      return new Evaluator(input, summary.task(), summary.classes())
          .evaluate(List.of(new Subject(model, false)), batches, _ -> {})
          .getFirst()
          .classification()
          .orElseThrow();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() {
    training.close();
    arena.close();
    try {
      Files.deleteIfExists(scratch);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private record Running(TrainingContext training) implements StepContext {
    @Override
    public void progress(double fraction, String activity) {}

    @Override
    public void throwIfCancelled() {}

    @Override
    public boolean hasData() {
      return true;
    }
  }

  private final class Samples implements TrainingSamples {
    @Override
    public DatasetSummary summary() {
      return training.summary();
    }

    @Override
    public TrainingData training(
        int batchSize, double validationShare, List<Augmentation> augmentations, long seed) {
      return loader.training(new BatchSettings(batchSize, seed, augmentations, validationShare));
    }

    @Override
    public CalibrationData calibration(int first, int count, int batchSize, long seed) {
      return loader.calibration(first, count, batchSize, seed);
    }
  }

  private static final class Nothing implements Checkpoints {
    @Override
    public void save(Checkpoint checkpoint) {}

    @Override
    public Optional<Checkpoint> newest() {
      return Optional.empty();
    }
  }
}
