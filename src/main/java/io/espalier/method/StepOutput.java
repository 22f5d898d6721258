package io.espalier.method;

import io.espalier.graph.Graph;
import java.util.List;
import java.util.Optional;

/**
 * What a method made in one step.
 *
 * @param done what was carried out: the plan the step was given or, where that was provisional, the
 *     one that the data decided
 * @param equivalences what can be held against each other to prove the step, at least one
 * @param training how it was trained; empty for steps that do not train
 * @param pruning how it was pruned; empty for steps that do not prune
 * @param documents files the step leaves beside the model
 * @param control a second result of the same plan to compare with; empty where none was asked for
 */
public record StepOutput(
    Graph graph,
    StepPlan done,
    List<Equivalence> equivalences,
    Optional<TrainingRecord> training,
    Optional<PruningRecord> pruning,
    List<StepDocument> documents,
    Optional<Control> control) {
  public StepOutput {
    equivalences = List.copyOf(equivalences);
    documents = List.copyOf(documents);
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
        Optional.empty());
  }

  public StepOutput with(TrainingRecord record) {
    return new StepOutput(
        graph, done, equivalences, Optional.of(record), pruning, documents, control);
  }

  /**
   * What a result is compared with.
   *
   * @param name for example {@code random channels}
   */
  public record Control(String name, Graph graph) {}
}
