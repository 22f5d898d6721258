package io.espalier.engine.train;

import io.espalier.dataset.Batch;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A linear regression {@code x · w} learned by SGD with momentum 0.9, whose gradients carry a
 * little noise from the seed, as dropout would.
 */
final class QuadraticLearner implements Learner {
  static final String WEIGHT = "w";
  private static final float MOMENTUM = 0.9f;
  private static final double NOISE = 1e-3;

  final List<Integer> sizes = new ArrayList<>();
  final List<Double> shares = new ArrayList<>();
  final List<double[]> rates = new ArrayList<>();
  int skipNext;
  double spoiltLoss = 0;

  private float[] weights;
  private float[] moments;
  private final double[] gradients;

  QuadraticLearner(int features) {
    weights = new float[features];
    moments = new float[features];
    gradients = new double[features];
  }

  @Override
  public List<String> trainable() {
    return List.of(WEIGHT);
  }

  @Override
  public StepLoss accumulate(Batch microBatch, double share, long seed) {
    sizes.add(microBatch.size());
    shares.add(share);
    SplittableRandom noise = new SplittableRandom(seed);
    double loss = 0;
    for (int n = 0; n < microBatch.size(); n++) {
      double error = answer(microBatch.inputs(), n) - microBatch.targets().doubleAt(n);
      loss += error * error / microBatch.size();
      for (int d = 0; d < weights.length; d++) {
        double x = microBatch.inputs().doubleAt((long) n * weights.length + d);
        gradients[d] += share * 2 * error * x / microBatch.size();
      }
    }
    gradients[0] += NOISE * (noise.nextDouble() - 0.5);
    return new StepLoss(loss + spoiltLoss, Double.NaN);
  }

  private double answer(Tensor inputs, int sample) {
    double answer = 0;
    for (int d = 0; d < weights.length; d++) {
      answer += weights[d] * inputs.doubleAt((long) sample * weights.length + d);
    }
    return answer;
  }

  @Override
  public Update update(double[] learningRates) {
    rates.add(learningRates);
    double norm = Math.sqrt(Arrays.stream(gradients).map(g -> g * g).sum());
    boolean skipped = skipNext > 0;
    if (skipped) {
      skipNext--;
    } else {
      for (int d = 0; d < weights.length; d++) {
        moments[d] = MOMENTUM * moments[d] + (float) gradients[d];
        weights[d] -= (float) learningRates[0] * moments[d];
      }
    }
    Arrays.fill(gradients, 0);
    return new Update(skipped ? Double.POSITIVE_INFINITY : norm, skipped);
  }

  @Override
  public void put(String constant, Tensor values) {
    throw new UnsupportedOperationException("It has no constants.");
  }

  @Override
  public List<Tensor> evaluate(Tensor inputs) {
    int samples = Math.toIntExact(inputs.dim(0));
    float[] answers = new float[samples];
    for (int n = 0; n < samples; n++) {
      answers[n] = (float) answer(inputs, n);
    }
    return List.of(Tensor.ofFloats(new long[] {samples, 1}, answers));
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("weights", vector(weights), "moments", vector(moments));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    weights = state.get("weights").toFloats();
    moments = state.get("moments").toFloats();
  }

  @Override
  public Map<String, Tensor> weights() {
    return Map.of(WEIGHT, vector(weights));
  }

  private static Tensor vector(float[] values) {
    return Tensor.ofFloats(new long[] {values.length}, values);
  }

  @Override
  public void close() {}
}
