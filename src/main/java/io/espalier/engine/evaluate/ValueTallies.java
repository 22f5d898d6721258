package io.espalier.engine.evaluate;

import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** For targets that are numbers. */
final class ValueTallies implements Tally {
  private final List<ValueTally> values = new ArrayList<>();
  private final List<ResemblanceTally> resemblances = new ArrayList<>();
  private long samples;

  @Override
  public void add(List<Tensor> outputs, Tensor targets) {
    int count = Math.toIntExact(targets.dim(0));
    int width = Math.toIntExact(targets.elements() / Math.max(1, count));
    outputs.forEach(output -> requireFits(output, targets));
    float[] wanted = targets.toFloats();
    float[] original = outputs.getFirst().toFloats();
    for (int i = 0; i < outputs.size(); i++) {
      if (values.size() == i) {
        values.add(new ValueTally(width));
        resemblances.add(new ResemblanceTally());
      }
      add(i, outputs.get(i).toFloats(), wanted, original, count);
    }
    samples += count;
  }

  private void add(int index, float[] answers, float[] wanted, float[] original, int count) {
    for (int sample = 0; sample < count; sample++) {
      values.get(index).add(answers, wanted, sample);
    }
    for (int i = 0; i < answers.length; i++) {
      resemblances.get(index).add(answers[i], original[i]);
    }
  }

  private static void requireFits(Tensor output, Tensor targets) {
    if (output.elements() != targets.elements()) {
      throw new EspalierException(
          ErrorCode.MODEL_NOT_RUNNABLE,
          "The output (%s) does not answer targets of (%s).".formatted(output, targets));
    }
  }

  @Override
  public List<Evaluation> results() {
    return IntStream.range(0, values.size()).mapToObj(this::result).toList();
  }

  private Evaluation result(int index) {
    return new Evaluation(
        samples,
        values.get(index).meanSquaredError(),
        Optional.empty(),
        Optional.of(values.get(index).result()),
        index == 0 ? Optional.empty() : Optional.of(resemblances.get(index).ofValues()));
  }
}
