package io.espalier.format.pytorch.pickle;

import io.espalier.graph.ElementType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pickle builds; all of it data. */
public sealed interface PickleValue {

  /** Values it would hold if nothing in it were shared, itself included. */
  default long weight() {
    return 1;
  }

  /** Python's three constants. */
  enum Constant implements PickleValue {
    NONE,
    TRUE,
    FALSE
  }

  /** A whole number. */
  record Whole(long value) implements PickleValue, Comparable<Whole> {
    @Override
    public int compareTo(Whole other) {
      return Long.compare(value, other.value);
    }
  }

  /** Text; texts have an order so that many of one hash are still found fast. */
  record Text(String value) implements PickleValue, Comparable<Text> {
    @Override
    public int compareTo(Text other) {
      return value.compareTo(other.value);
    }
  }

  /**
   * Something that is kept for nothing: a number that is no weight, a device, a scalar of NumPy.
   */
  record Inert(String what) implements PickleValue {}

  /** An allowed name; nothing is looked up under it. */
  record Named(Global global) implements PickleValue {}

  /**
   * Numbers that lie outside the pickle.
   *
   * @param key of the storage in the file
   * @param type of its elements
   * @param fileElements elements the file holds under the key
   * @param begin first element of this storage among them
   * @param elements of this storage
   */
  record Storage(String key, ElementType type, long fileElements, long begin, long elements)
      implements PickleValue {}

  /**
   * A tensor over a storage, in elements of its own type.
   *
   * @param strides as many as extents
   */
  record View(Storage storage, ElementType type, long offset, List<Long> shape, List<Long> strides)
      implements PickleValue {}

  /** A tuple. */
  record Tuple(List<PickleValue> values, long weight) implements PickleValue {}

  /** A list. */
  final class Sequence implements PickleValue {
    private final List<PickleValue> values = new ArrayList<>();
    private long weight = 1;

    void add(PickleValue value) {
      values.add(value);
      weight += value.weight();
    }

    public List<PickleValue> values() {
      return Collections.unmodifiableList(values);
    }

    @Override
    public long weight() {
      return weight;
    }
  }

  /** A dictionary; its order is that of the file. */
  final class Dict implements PickleValue {
    private final Map<PickleValue, PickleValue> values = new LinkedHashMap<>();
    private long weight = 1;

    /** False when the key is there already. */
    boolean put(PickleValue key, PickleValue value) {
      weight += value.weight() + 1;
      return values.putIfAbsent(key, value) == null;
    }

    public Map<PickleValue, PickleValue> values() {
      return Collections.unmodifiableMap(values);
    }

    public Optional<PickleValue> get(String key) {
      return Optional.ofNullable(values.get(new Text(key)));
    }

    @Override
    public long weight() {
      return weight;
    }
  }
}
