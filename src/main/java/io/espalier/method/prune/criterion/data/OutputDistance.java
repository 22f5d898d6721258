package io.espalier.method.prune.criterion.data;

import io.espalier.dataset.DatasetTask;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.util.List;

/**
 * How far the outputs of a changed network are from those of the original.
 *
 * <ul>
 *   <li>For classes: {@code Σ_k p'_k · ln(p'_k / p_k)}, p the softmax of the original output and p'
 *       that of the changed one, as a mean over all that is classified: samples, pixels or steps.
 *   <li>For numbers: the mean squared difference relative to the variance of the original output
 *       over the samples.
 * </ul>
 */
public final class OutputDistance {
  private static final double LEAST_PROBABILITY = 1e-30;

  private final boolean numbers;
  private final boolean probabilities;
  private final boolean lastAxis;
  private final List<double[]> originals;
  private final long[] shape;
  private double sum;
  private long count;

  /**
   * @param outputs the first output of the original network, by batch
   */
  public OutputDistance(Graph graph, DatasetTask task, List<Tensor> outputs) {
    String output = graph.outputs().getFirst().name();
    numbers = task == DatasetTask.REGRESSION;
    lastAxis = task == DatasetTask.SEQUENCE;
    probabilities =
        graph.nodes().stream()
            .anyMatch(node -> node.is("Softmax") && node.outputs().contains(output));
    shape = outputs.getFirst().shape();
    originals = outputs.stream().map(this::read).toList();
  }

  /** Begins with another network. */
  public void reset() {
    sum = 0;
    count = 0;
  }

  /**
   * Adds the output of a changed network.
   *
   * @param batch its number
   */
  public void add(int batch, Tensor output) {
    double[] original = originals.get(batch);
    double[] changed = read(output);
    if (numbers) {
      for (int i = 0; i < changed.length; i++) {
        sum += (changed[i] - original[i]) * (changed[i] - original[i]);
      }
      count += changed.length;
      return;
    }
    int classes = classes();
    for (int from = 0; from < changed.length; from += classes) {
      for (int i = from; i < from + classes; i++) {
        sum += Math.exp(changed[i]) * (changed[i] - original[i]);
      }
      count++;
    }
  }

  /** The mean over what was added; never negative. */
  public double mean() {
    double mean = count == 0 ? 0 : sum / count;
    return Math.max(0, numbers ? mean / variance() : mean);
  }

  /** Of all outputs; 1 where they do not vary. */
  private double variance() {
    int width = (int) (shapeProduct(1));
    double[] sums = new double[width];
    double squares = 0;
    long samples = 0;
    for (double[] batch : originals) {
      for (int i = 0; i < batch.length; i++) {
        sums[i % width] += batch[i];
        squares += batch[i] * batch[i];
      }
      samples += batch.length / width;
    }
    double means = 0;
    for (double total : sums) {
      means += total * total / samples;
    }
    double variance = (squares - means) / (samples * width);
    return variance > 0 ? variance : 1;
  }

  /** Numbers as they are, or logarithms of probabilities with the classes of one place together. */
  private double[] read(Tensor output) {
    double[] values = new double[Math.toIntExact(output.elements())];
    output.copyTo(values, 0, values.length);
    if (numbers) {
      return values;
    }
    double[] byPlace = classesTogether(values);
    int classes = classes();
    for (int from = 0; from < byPlace.length; from += classes) {
      logarithms(byPlace, from, from + classes);
    }
    return byPlace;
  }

  private double[] classesTogether(double[] values) {
    int classes = classes();
    int inner = lastAxis ? 1 : (int) shapeProduct(2);
    if (inner == 1) {
      return values;
    }
    double[] turned = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int place = i % inner;
      int k = i / inner % classes;
      int sample = i / inner / classes;
      turned[(sample * inner + place) * classes + k] = values[i];
    }
    return turned;
  }

  private void logarithms(double[] values, int from, int to) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      values[i] = probabilities ? Math.log(Math.max(LEAST_PROBABILITY, values[i])) : values[i];
      largest = Math.max(largest, values[i]);
    }
    double total = 0;
    for (int i = from; i < to; i++) {
      total += Math.exp(values[i] - largest);
    }
    double logarithm = largest + Math.log(total);
    for (int i = from; i < to; i++) {
      values[i] -= logarithm;
    }
  }

  private int classes() {
    return (int) shape[lastAxis ? shape.length - 1 : 1];
  }

  private long shapeProduct(int from) {
    long product = 1;
    for (int axis = from; axis < shape.length; axis++) {
      product *= shape[axis];
    }
    return product;
  }
}
