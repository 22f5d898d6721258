package io.espalier.engine.evaluate;

import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** For targets that are classes, one for a sample, a pixel or a step of a sequence. */
final class ClassTallies implements Tally {
  private final List<Subject> subjects;
  private final List<String> names;
  private final boolean perPixel;
  private final List<ClassTally> classes = new ArrayList<>();
  private final List<ResemblanceTally> resemblances = new ArrayList<>();
  private final List<Scores> scores = new ArrayList<>();
  private long samples;

  ClassTallies(List<Subject> subjects, List<String> names, boolean perPixel) {
    this.subjects = subjects;
    this.names = names;
    this.perPixel = perPixel;
  }

  @Override
  public void add(List<Tensor> outputs, Tensor targets) {
    List<Layout> layouts = outputs.stream().map(output -> Layout.of(output, targets)).toList();
    if (classes.isEmpty()) {
      layouts.forEach(layout -> begin(layout.classes()));
    }
    requireSameClasses(layouts);
    List<float[]> values = outputs.stream().map(Tensor::toFloats).toList();
    long[] wanted = targets.toLongs();
    samples += layouts.getFirst().samples();
    for (int answer = 0; answer < wanted.length; answer++) {
      if (wanted[answer] >= 0) {
        add(layouts, values, answer, target(wanted[answer]));
      }
    }
  }

  private void begin(int count) {
    scores.add(new Scores(count, subjects.get(scores.size()).probabilities()));
    classes.add(new ClassTally(count));
    resemblances.add(new ResemblanceTally());
  }

  private void add(List<Layout> layouts, List<float[]> values, int answer, int target) {
    for (int i = 0; i < values.size(); i++) {
      scores.get(i).read(layouts.get(i), values.get(i), answer);
      classes.get(i).add(scores.get(i), target);
      resemblances.get(i).add(scores.get(i), scores.getFirst());
    }
  }

  private int target(long wanted) {
    int count = scores.getFirst().classes();
    if (wanted >= count) {
      throw new EspalierException(
          ErrorCode.DATASET_INVALID,
          "The data set has a class (%d) that the model has no output for; it has %d."
              .formatted(wanted, count));
    }
    return (int) wanted;
  }

  private void requireSameClasses(List<Layout> layouts) {
    if (layouts.stream().anyMatch(layout -> layout.classes() != scores.getFirst().classes())) {
      throw new EspalierException(
          ErrorCode.VERIFICATION_FAILED, "The models do not answer with the same classes.");
    }
  }

  @Override
  public List<Evaluation> results() {
    return IntStream.range(0, classes.size()).mapToObj(this::result).toList();
  }

  private Evaluation result(int index) {
    return new Evaluation(
        samples,
        classes.get(index).loss(),
        Optional.of(classes.get(index).result(this::name, perPixel)),
        Optional.empty(),
        index == 0 ? Optional.empty() : Optional.of(resemblances.get(index).ofClasses()));
  }

  private String name(int index) {
    return index < names.size() ? names.get(index) : Integer.toString(index);
  }
}
