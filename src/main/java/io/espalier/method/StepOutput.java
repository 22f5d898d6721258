package io.espalier.method;

import io.espalier.graph.Graph;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a method made in one step.
 *
 * @param done what was carried out: the plan the step was given or, where that was provisional, the
 *     one that the data decided
 * @param equivalences what can be held against each other to prove the step, at least one
 * @param training how it was trained; empty for steps that do not train
 * @param pruning how it was pruned; empty for steps that do not prune
 * @param sensitivity what its groups were measured to matter; empty for steps that do not measure
 * @param documents files the step leaves beside the model
 * @param variants other results that are measured beside it, such as the bare cut before its
 *     recovery, or a cut of randomly drawn channels
 */
public record StepOutput(
    Graph graph,
    StepPlan done,
    List<Equivalence> equivalences,
    Optional<TrainingRecord> training,
    Optional<PruningRecord> pruning,
    Optional<SensitivityRecord> sensitivity,
    List<StepDocument> documents,
    List<Variant> variants) {
  public StepOutput {
    equivalences = List.copyOf(equivalences);
    documents = List.copyOf(documents);
    variants = List.copyOf(variants);
  }

  /** The output of a step that does not measure sensitivity. */
  public StepOutput(
      Graph graph,
      StepPlan done,
      List<Equivalence> equivalences,
      Optional<TrainingRecord> training,
      Optional<PruningRecord> pruning,
      List<StepDocument> documents,
      List<Variant> variants) {
    this(graph, done, equivalences, training, pruning, Optional.empty(), documents, variants);
  }

  /** The graph of a step that was carried out as planned. */
  public static StepOutput of(Graph graph, StepPlan done, Equivalence equivalence) {
    return new StepOutput(
        graph,
        done,
        List.of(equivalence),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  public StepOutput with(TrainingRecord record) {
    return new StepOutput(
        graph, done, equivalences, Optional.of(record), pruning, sensitivity, documents, variants);
  }

  public StepOutput with(SensitivityRecord record) {
    return new StepOutput(
        graph, done, equivalences, training, pruning, Optional.of(record), documents, variants);
  }

  /** The same output with one more file. */
  public StepOutput with(StepDocument document) {
    List<StepDocument> all = Stream.concat(documents.stream(), Stream.of(document)).toList();
    return new StepOutput(graph, done, equivalences, training, pruning, sensitivity, all, variants);
  }

  /**
   * Another result, of the same inputs and outputs.
   *
   * @param name for example {@code before recovery} or {@code random channels}
   */
  public record Variant(String name, Graph graph) {}
}
