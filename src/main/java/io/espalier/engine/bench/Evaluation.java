package io.espalier.engine.bench;

import io.espalier.engine.RunnableModel;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.Arrays;
import java.util.Map;

/** Runs a model over labelled samples, batch by batch. */
record Evaluation(RunnableModel model, String input, int batch) {
  private static final int TOP = 5;

  Accuracy run(Tensor images, int[] labels) {
    requireOneLabelEach(images, labels);
    int first = 0;
    int top5 = 0;
    for (int from = 0; from < labels.length; from += batch) {
      int[] wanted = Arrays.copyOfRange(labels, from, Math.min(from + batch, labels.length));
      int[] ranks = ranks(slice(images, from, wanted.length), wanted);
      first += count(ranks, 1);
      top5 += count(ranks, TOP);
    }
    double samples = labels.length;
    return new Accuracy(labels.length, first / samples, top5 / samples);
  }

  private int[] ranks(Tensor images, int[] labels) {
    Samples outputs = Samples.of(model.run(Map.of(input, images)).getFirst());
    int[] ranks = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      ranks[i] = outputs.rankOf(i, labels[i]);
    }
    return ranks;
  }

  private static int count(int[] ranks, int below) {
    return (int) Arrays.stream(ranks).filter(rank -> rank < below).count();
  }

  private static Tensor slice(Tensor images, int from, int count) {
    long[] shape = images.shape();
    long sampleBytes = images.byteSize() / shape[0];
    shape[0] = count;
    return Tensor.of(
        images.elementType(),
        shape,
        images.bytes().asSlice(from * sampleBytes, count * sampleBytes));
  }

  private static void requireOneLabelEach(Tensor images, int[] labels) {
    if (labels.length == 0 || images.dim(0) != labels.length) {
      throw new EspalierException(
          ErrorCode.VALIDATION_FAILED,
          "The number of labels (%d) must be the number of samples (%d), and at least 1."
              .formatted(labels.length, images.dim(0)));
    }
  }
}
