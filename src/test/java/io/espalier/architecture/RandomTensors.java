package io.espalier.architecture;

import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Tensors by name that are drawn from a seed, and the layers that read them. */
final class RandomTensors {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Random random;

  RandomTensors(long seed) {
    random = new Random(seed);
  }

  Map<String, Tensor> all() {
    return new LinkedHashMap<>(tensors);
  }

  PlainArray get(String name) {
    return PlainArray.of(tensors.get(name));
  }

  /** Values around 0, small enough that many layers do not explode. */
  RandomTensors weight(String name, long... shape) {
    long fanIn = Math.max(1, Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b));
    return put(name, 0, 1 / Math.sqrt(fanIn), shape);
  }

  RandomTensors linear(String module, long out, long in) {
    return weight(module + ".weight", out, in).weight(module + ".bias", out);
  }

  RandomTensors norm(String module, long width) {
    return put(module + ".weight", 1, 0.1, width).put(module + ".bias", 0, 0.1, width);
  }

  RandomTensors batchNorm(String module, long channels) {
    norm(module, channels).put(module + ".running_mean", 0, 0.1, channels);
    put(module + ".running_var", 1, 0.05, channels);
    tensors.put(module + ".num_batches_tracked", Tensor.ofLongs(new long[0], 7));
    return this;
  }

  RandomTensors put(String name, double mean, double deviation, long... shape) {
    tensors.put(name, draw(mean, deviation, shape));
    return this;
  }

  Tensor draw(double mean, double deviation, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return Tensor.ofFloats(shape, values);
  }

  PlainArray linear(PlainArray x, String module) {
    return x.linear(get(module + ".weight")).plus(get(module + ".bias"));
  }

  PlainArray batchNorm(PlainArray x, String module) {
    return x.batchNorm(
        get(module + ".weight"),
        get(module + ".bias"),
        get(module + ".running_mean"),
        get(module + ".running_var"));
  }

  PlainArray layerNorm(PlainArray x, String module, double epsilon) {
    return x.layerNorm(get(module + ".weight"), get(module + ".bias"), epsilon);
  }
}
