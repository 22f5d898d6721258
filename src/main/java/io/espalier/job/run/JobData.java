package io.espalier.job.run;

import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.dataset.Batches;
import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.load.DatasetLoader;
import io.espalier.dataset.load.LoaderSettings;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.method.spec.Evaluation;
import io.espalier.method.spec.JobSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The data sets of one job, open while it runs. */
final class JobData implements AutoCloseable {
  /** Of all decoded pictures together; a share of the heap that leaves room for everything else. */
  private static final long CACHE_SHARE = 8;

  private final JobSpec spec;
  private final Map<String, Opened> opened = new LinkedHashMap<>();

  private JobData(JobSpec spec) {
    this.spec = spec;
  }

  /**
   * Opens what a job names.
   *
   * @param input of the model, which says how long sequences are
   * @param threads that decode in the background
   * @throws io.espalier.problem.EspalierException as {@link DatasetLibrary#open} does
   */
  static JobData open(DatasetLibrary library, JobSpec spec, ValueInfo input, int threads) {
    JobData data = new JobData(spec);
    try {
      for (String name : spec.datasets()) {
        data.opened.put(name, Opened.of(library, name, spec, settings(input.type(), threads)));
      }
      return data;
    } catch (RuntimeException failure) {
      data.close();
      throw failure;
    }
  }

  private static LoaderSettings settings(TensorType input, int threads) {
    boolean tokens = input.elementType() == ElementType.INT64 && input.rank() == 2;
    Dim length = input.dim(-1);
    return new LoaderSettings(
        threads,
        Runtime.getRuntime().maxMemory() / CACHE_SHARE,
        tokens && length.isKnown() ? Optional.of((int) length.size()) : Optional.empty());
  }

  /** What the steps train on. */
  Optional<Opened> training() {
    return spec.dataset().map(opened::get);
  }

  /** What the model is measured on. */
  Optional<Measured> evaluation() {
    return spec.evaluation()
        .flatMap(
            evaluation ->
                spec.evaluationDataset()
                    .map(opened::get)
                    .map(set -> new Measured(set, evaluation)));
  }

  @Override
  public void close() {
    opened.values().forEach(set -> set.dataset().close());
  }

  /**
   * One data set.
   *
   * @param name what people call it
   * @param preprocessing its own, with what the job says instead
   */
  record Opened(
      String name,
      Optional<String> sha256,
      Dataset dataset,
      Preprocessing preprocessing,
      DatasetLoader loader) {

    static Opened of(DatasetLibrary library, String named, JobSpec spec, LoaderSettings settings) {
      Dataset dataset = library.open(named);
      Preprocessing preprocessing = spec.preprocess().applyTo(dataset.summary().preprocessing());
      return new Opened(
          library.name(named).orElse(named),
          library.sha256(named),
          dataset,
          preprocessing,
          new DatasetLoader(dataset, preprocessing, settings));
    }

    DatasetSummary summary() {
      return dataset.summary();
    }
  }

  /** A split to measure on. */
  record Measured(Opened set, Evaluation evaluation) {
    Batches batches(int batchSize) {
      return set.loader().inOrder(evaluation.split(), batchSize);
    }

    int samples() {
      return set.dataset().split(evaluation.split()).orElseThrow().size();
    }

    /** The split in words a report can print. */
    String describe() {
      return "%s, split %s".formatted(set.name(), evaluation.split());
    }
  }
}
