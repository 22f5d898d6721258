package io.espalier.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Element type and shape of a value; the rank is always known.
 *
 * @param shape outermost axis first
 */
public record TensorType(ElementType elementType, List<Dim> shape) {
  public TensorType {
    shape = List.copyOf(shape);
  }

  public static TensorType of(ElementType elementType, long... extents) {
    return new TensorType(elementType, Arrays.stream(extents).mapToObj(Dim::of).toList());
  }

  public int rank() {
    return shape.size();
  }

  /** The extent of an axis; a negative axis counts from the end. */
  public Dim dim(int axis) {
    return shape.get(axis < 0 ? axis + rank() : axis);
  }

  public boolean isStatic() {
    return shape.stream().allMatch(Dim::isKnown);
  }

  /** Number of elements, symbolic where an extent is. */
  public Dim elements() {
    return shape.stream().reduce(Dim.of(1), Dim::times);
  }

  public TensorType withShape(List<Dim> newShape) {
    return new TensorType(elementType, newShape);
  }

  public TensorType withElementType(ElementType newElementType) {
    return new TensorType(newElementType, shape);
  }

  /** For example {@code float[batch,3,32,32]}. */
  @Override
  public String toString() {
    return shape.stream()
        .map(Dim::toString)
        .collect(Collectors.joining(",", elementType.text() + "[", "]"));
  }
}
