package io.espalier.method.spec;

import io.espalier.dataset.PreprocessingOverride;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one job does: a model, the data it is trained and measured on, the steps it goes through in
 * order, and what is kept.
 *
 * @param model identifier of an uploaded or a produced model
 * @param dataset identifier of a data set or name of a bundled one; empty where no step needs data
 * @param seed the source of every random choice; equal documents with equal seeds give equal models
 * @param preprocess what differs from the preprocessing that the data sets declare
 */
public record JobSpec(
    String model,
    Optional<String> dataset,
    long seed,
    PreprocessingOverride preprocess,
    Placement placement,
    List<MethodSpec> steps,
    Set<Output> outputs,
    Optional<Evaluation> evaluation) {
  public JobSpec {
    steps = List.copyOf(steps);
    outputs = Set.copyOf(outputs);
  }

  /** A job that runs anywhere and has no data set of its own. */
  public JobSpec(
      String model,
      List<MethodSpec> steps,
      long seed,
      Set<Output> outputs,
      Optional<Evaluation> evaluation) {
    this(
        model,
        Optional.empty(),
        seed,
        PreprocessingOverride.NONE,
        Placement.ANYWHERE,
        steps,
        outputs,
        evaluation);
  }

  /** The data set that accuracy is measured on; empty where none is measured. */
  public Optional<String> evaluationDataset() {
    return evaluation.flatMap(evaluate -> evaluate.dataset().or(() -> dataset));
  }

  /** The data sets that are named, each once. */
  public List<String> datasets() {
    return Stream.concat(dataset.stream(), evaluationDataset().stream()).distinct().toList();
  }

  /** The job as a job document writes it, every default filled in. */
  public Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("model", model);
    dataset.ifPresent(named -> document.put("dataset", named));
    document.put("seed", seed);
    if (!preprocess.equals(PreprocessingOverride.NONE)) {
      document.put("preprocess", preprocess.toDocument());
    }
    document.put("device", placement.device().wireName());
    document.put("devices", placement.devices());
    document.put("steps", steps.stream().map(MethodSpec::toDocument).toList());
    document.put(
        "outputs",
        outputs.stream()
            .sorted(Comparator.comparing(Output::kind))
            .map(Output::toDocument)
            .toList());
    evaluation.ifPresent(evaluate -> document.put("evaluate", evaluate.toDocument()));
    return document;
  }
}
