package io.espalier.engine.evaluate;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.DatasetTask;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Gives several networks the same samples, batch by batch, and tells how good each is.
 *
 * <p>Every batch is read and decoded once for all of them, and nothing but sums is kept.
 */
public final class Evaluator {
  private final String input;
  private final DatasetTask task;
  private final List<String> classes;

  /**
   * @param input name of the one input of the networks
   * @param task what the targets are
   * @param classes names in the order of their indices, for the figures of each class
   */
  public Evaluator(String input, DatasetTask task, List<String> classes) {
    this.input = input;
    this.task = task;
    this.classes = List.copyOf(classes);
  }

  /**
   * Evaluates networks on all samples.
   *
   * @param subjects the first is the original that the others are compared with
   * @param batches in order and unaugmented; the caller closes them
   * @param watcher told the number of samples done after every batch; what it throws ends the
   *     evaluation
   * @return one for each subject, in their order
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE when a network does not take
   *     the samples or does not answer their targets, DATASET_INVALID when a sample cannot be read
   *     or is of a class that the networks do not know
   */
  public List<Evaluation> evaluate(List<Subject> subjects, Batches batches, LongConsumer watcher) {
    Tally tally = tally(subjects);
    long done = 0;
    while (batches.hasNext()) {
      try (Batch batch = batches.next()) {
        tally.add(answers(subjects, batch), batch.targets());
        done += batch.size();
      }
      watcher.accept(done);
    }
    return tally.results();
  }

  private List<Tensor> answers(List<Subject> subjects, Batch batch) {
    Map<String, Tensor> inputs = Map.of(input, batch.inputs());
    return subjects.stream().map(subject -> subject.model().run(inputs).getFirst()).toList();
  }

  private Tally tally(List<Subject> subjects) {
    return switch (task) {
      case CLASSIFICATION, SEQUENCE -> new ClassTallies(subjects, classes, false);
      case SEGMENTATION -> new ClassTallies(subjects, classes, true);
      case REGRESSION -> new ValueTallies();
    };
  }
}
