package io.espalier.graph.op;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The elements of a small integer or boolean tensor, such as the target of a Reshape.
 *
 * @param shape as many extents as the tensor has axes
 * @param terms row-major, one per element
 */
public record Content(List<Long> shape, List<Term> terms) {
  /** Larger tensors are data, not shapes; their elements are never looked at. */
  public static final int MAX_ELEMENTS = 1024;

  public Content {
    shape = List.copyOf(shape);
    terms = List.copyOf(terms);
  }

  public static Content vector(List<Term> terms) {
    return new Content(List.of((long) terms.size()), terms);
  }

  public static Content scalar(Term term) {
    return new Content(List.of(), List.of(term));
  }

  /** The elements of a constant, unless it is large or not of integers. */
  public static Optional<Content> of(Tensor tensor) {
    if (!holds(tensor.elementType()) || tensor.elements() > MAX_ELEMENTS) {
      return Optional.empty();
    }
    List<Term> terms = LongStream.of(tensor.toLongs()).mapToObj(Term::of).toList();
    return Optional.of(new Content(LongStream.of(tensor.shape()).boxed().toList(), terms));
  }

  /** True for the element types whose contents are followed. */
  public static boolean holds(ElementType type) {
    return switch (type) {
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> true;
      case UINT64,
          FLOAT,
          STRING,
          FLOAT16,
          DOUBLE,
          COMPLEX64,
          COMPLEX128,
          BFLOAT16,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          UINT4,
          INT4,
          FLOAT4E2M1 ->
          false;
    };
  }

  public int size() {
    return terms.size();
  }

  public boolean allNumbers() {
    return Term.allNumbers(terms);
  }

  /** The elements when every one is a number. */
  public Optional<long[]> numbers() {
    return allNumbers()
        ? Optional.of(terms.stream().mapToLong(term -> term.number().orElseThrow()).toArray())
        : Optional.empty();
  }

  /** Row-major distance between neighbours on each axis. */
  long[] strides() {
    long[] strides = new long[shape.size()];
    long step = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape.get(axis);
    }
    return strides;
  }

  /** The elements found by walking with other strides from an offset. */
  Content view(List<Long> newShape, long offset, long[] strides) {
    int count = Math.toIntExact(newShape.stream().reduce(1L, Math::multiplyExact));
    List<Term> viewed = new ArrayList<>(Collections.nCopies(count, Term.UNKNOWN));
    for (int i = 0; i < count; i++) {
      long position = offset;
      long rest = i;
      for (int axis = newShape.size() - 1; axis >= 0; axis--) {
        position += rest % newShape.get(axis) * strides[axis];
        rest /= newShape.get(axis);
      }
      viewed.set(i, terms.get(Math.toIntExact(position)));
    }
    return new Content(newShape, viewed);
  }

  /** The elements repeated along axes of extent 1, numpy style. */
  Content broadcastTo(List<Long> target) {
    long[] own = strides();
    long[] strides = new long[target.size()];
    int lead = target.size() - shape.size();
    for (int axis = 0; axis < shape.size(); axis++) {
      strides[lead + axis] = shape.get(axis) == 1 ? 0 : own[axis];
    }
    return view(target, 0, strides);
  }

  Content reshaped(List<Long> newShape) {
    return new Content(newShape, terms);
  }

  @Override
  public String toString() {
    return Arrays.toString(shape.toArray()) + terms;
  }
}
