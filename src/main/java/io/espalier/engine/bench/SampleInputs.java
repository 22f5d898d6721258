package io.espalier.engine.bench;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random inputs for a graph, the same for the same seed. */
public final class SampleInputs {
  /** Large enough for an image network that halves its input five times. */
  public static final long DEFAULT_EXTENT = 64;

  private final long batch;
  private final Map<String, Long> extents;

  /**
   * Inputs of a given batch.
   *
   * @param batch value of the symbol that is the first extent of an input, at least 1
   * @param extents values of other symbols by name; a symbol missing here is taken as {@value
   *     #DEFAULT_EXTENT}
   */
  public SampleInputs(long batch, Map<String, Long> extents) {
    this.batch = batch;
    this.extents = Map.copyOf(extents);
  }

  public static SampleInputs ofBatch(long batch) {
    return new SampleInputs(batch, Map.of());
  }

  /**
   * One tensor for each graph input: floats normally distributed, integers and booleans 0 or 1.
   *
   * @throws EspalierException MODEL_NOT_RUNNABLE for an input of a type no number can be drawn for
   */
  public Map<String, Tensor> draw(Graph graph, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Map<String, Long> bound = bind(graph.inputs());
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    graph.inputs().forEach(input -> drawn.put(input.name(), tensor(input, bound, random)));
    return drawn;
  }

  private Map<String, Long> bind(List<ValueInfo> inputs) {
    Map<String, Long> bound = new LinkedHashMap<>(extents);
    for (ValueInfo input : inputs) {
      if (input.type().rank() > 0) {
        input.type().dim(0).factors().forEach(symbol -> bound.putIfAbsent(symbol, batch));
      }
    }
    return bound;
  }

  private static Tensor tensor(ValueInfo input, Map<String, Long> bound, RandomGenerator random) {
    long[] shape = input.type().shape().stream().mapToLong(dim -> extent(dim, bound)).toArray();
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    ElementType type = input.type().elementType();
    ElementWriter writer = ElementWriter.of(type).orElseThrow(() -> noNumbers(input));
    MemorySegment bytes = Arena.ofAuto().allocate(type.bytes(elements), Long.BYTES);
    for (long i = 0; i < elements; i++) {
      writer.write(bytes, i, type.isFloating() ? random.nextGaussian() : random.nextInt(2));
    }
    return Tensor.of(type, shape, bytes);
  }

  private static EspalierException noNumbers(ValueInfo input) {
    return new EspalierException(
        ErrorCode.MODEL_NOT_RUNNABLE,
        "No random values can be drawn for the input (%s).".formatted(input));
  }

  private static long extent(Dim dim, Map<String, Long> bound) {
    return dim.factors().stream()
        .mapToLong(symbol -> bound.getOrDefault(symbol, DEFAULT_EXTENT))
        .reduce(dim.coefficient(), Math::multiplyExact);
  }
}
