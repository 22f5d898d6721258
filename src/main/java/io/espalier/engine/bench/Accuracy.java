package io.espalier.engine.bench;

import io.espalier.engine.RunnableModel;
import io.espalier.graph.Tensor;

/**
 * Share of samples whose label is among the classes with the largest outputs.
 *
 * @param samples number of samples
 * @param top1 share with the label first, 0 to 1
 * @param top5 share with the label among the first five, 0 to 1
 */
public record Accuracy(int samples, double top1, double top5) {

  /**
   * Evaluates the first output of a model with one input.
   *
   * @param images the samples along the first axis, as the model takes them
   * @param labels class index of each sample
   * @param batch samples of one run, at least 1
   */
  public static Accuracy of(
      RunnableModel model, String input, Tensor images, int[] labels, int batch) {
    return new Evaluation(model, input, batch).run(images, labels);
  }
}
