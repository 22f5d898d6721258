package io.espalier.method.prune.flow;

import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.engine.Device;
import io.espalier.engine.TorchAlgebra;
import io.espalier.engine.TorchLearners;
import io.espalier.engine.TorchResidentModels;
import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.TrainingListener;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.Instruments;
import io.espalier.method.LatencyInstruments;
import io.espalier.method.StepContext;
import io.espalier.method.StepDocument;
import io.espalier.method.TrainingContext;
import io.espalier.method.TrainingSamples;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** A step with drawn images, libtorch, and checkpoints that outlive it. */
final class FlowStep implements StepContext {
  private static final long SEED = 3;
  private static final int SAMPLES = 96;

  private final Analysis analysis;
  private final Kept kept;
  private final LatencyInstruments latency;
  private final List<StepDocument> best = new ArrayList<>();
  private int untilStopped = Integer.MAX_VALUE;
  private int untilBroken = Integer.MAX_VALUE;

  FlowStep(Analysis analysis, Kept kept, LatencyInstruments latency) {
    this.analysis = analysis;
    this.kept = kept;
    this.latency = latency;
  }

  /** Checkpoints that live as long as the test. */
  static final class Kept implements Checkpoints {
    private final List<Checkpoint> saved = new ArrayList<>();

    @Override
    public Optional<Checkpoint> newest() {
      return saved.isEmpty() ? Optional.empty() : Optional.of(saved.getLast());
    }

    @Override
    public void save(Checkpoint checkpoint) {
      saved.add(checkpoint);
    }

    int count() {
      return saved.size();
    }
  }

  /** Is cancelled when it has asked so many times. */
  FlowStep stoppingAfter(int checks) {
    untilStopped = checks;
    return this;
  }

  /** Cannot read its samples any more when they were read so many times. */
  FlowStep breakingAfter(int passes) {
    untilBroken = passes;
    return this;
  }

  /** What was handed over, in order. */
  List<StepDocument> best() {
    return List.copyOf(best);
  }

  @Override
  public void keep(StepDocument document) {
    best.add(document);
  }

  @Override
  public void progress(double fraction, String activity) {
    if (fraction < 0 || fraction > 1) {
      throw new AssertionError(activity + " at " + fraction);
    }
  }

  @Override
  public void throwIfCancelled() {
    if (untilStopped-- <= 0) {
      throw new CancellationException();
    }
  }

  @Override
  public boolean hasData() {
    return true;
  }

  @Override
  public LatencyInstruments latency() {
    return latency;
  }

  @Override
  public TrainingContext training() {
    return new TrainingContext(
        analysis,
        new Images(),
        new TorchLearners(List.of(Device.CPU), 1),
        new Instruments(
            new TorchResidentModels(Device.CPU, 1),
            (_, _, _) -> {
              throw new AssertionError("No gradient is needed here.");
            },
            new TorchAlgebra(Device.CPU, 1)),
        List.of(Device.CPU),
        kept,
        listener(),
        System::nanoTime,
        SEED);
  }

  private TrainingListener listener() {
    return new TrainingListener() {
      @Override
      public void stepped(Progress progress) {}

      @Override
      public void measured(Point point) {}

      @Override
      public void resumed(long step) {}

      @Override
      public void throwIfStopped() {
        throwIfCancelled();
      }
    };
  }

  static DatasetSummary summary() {
    SequencedMap<String, SplitSummary> splits = new LinkedHashMap<>();
    splits.put("train", new SplitSummary(SAMPLES, List.of()));
    return new DatasetSummary(
        "npz",
        DatasetTask.CLASSIFICATION,
        IntStream.range(0, DrawnImages.CLASSES).mapToObj(Integer::toString).toList(),
        splits,
        Optional.empty(),
        List.of(3L, 16L, 16L),
        Preprocessing.NONE,
        List.of());
  }

  private final class Images implements TrainingSamples {
    @Override
    public DatasetSummary summary() {
      return FlowStep.summary();
    }

    @Override
    public CalibrationData calibration(int first, int count, int batchSize, long seed) {
      DrawnImages images =
          new DrawnImages(first, Math.min(count, SAMPLES - first), batchSize, seed);
      return new CalibrationData() {
        @Override
        public int samples() {
          return images.samples();
        }

        @Override
        public Batches pass() {
          if (untilBroken-- <= 0) {
            throw new EspalierException(ErrorCode.DATASET_INVALID, "Sample 7 cannot be read.");
          }
          return images.pass();
        }
      };
    }

    @Override
    public TrainingData training(
        int batchSize, double validationShare, List<Augmentation> augmentations, long seed) {
      return new TrainingData() {
        @Override
        public int samples() {
          return SAMPLES;
        }

        @Override
        public Batches epoch(int epoch, int firstBatch) {
          int first = firstBatch * batchSize;
          return new DrawnImages(first, SAMPLES - first, batchSize, seed).pass();
        }

        @Override
        public Batches validation() {
          return new DrawnImages(0, 0, batchSize, seed).pass();
        }

        @Override
        public int validationSamples() {
          return 0;
        }
      };
    }
  }
}
