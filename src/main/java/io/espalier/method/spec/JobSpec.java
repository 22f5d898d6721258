package io.espalier.method.spec;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one job does: a model, the steps it goes through in order, and what is kept.
 *
 * @param model identifier of an uploaded or a produced model
 * @param seed the source of every random choice; equal documents with equal seeds give equal models
 */
public record JobSpec(
    String model,
    List<MethodSpec> steps,
    long seed,
    Set<Output> outputs,
    Optional<Evaluation> evaluation) {
  public JobSpec {
    steps = List.copyOf(steps);
    outputs = Set.copyOf(outputs);
  }

  /** The job as a job document writes it, every default filled in. */
  public Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("model", model);
    document.put("seed", seed);
    document.put("steps", steps.stream().map(MethodSpec::toDocument).toList());
    document.put(
        "outputs",
        outputs.stream()
            .sorted(Comparator.comparing(Output::kind))
            .map(Output::toDocument)
            .toList());
    evaluation.ifPresent(
        evaluate -> document.put("evaluate", Map.of("dataset", evaluate.dataset())));
    return document;
  }
}
