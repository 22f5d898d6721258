package io.espalier.format.onnx.wire;

import io.espalier.format.ModelFault;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/**
 * Pulls the fields of one protobuf message out of memory that nobody has checked.
 *
 * <p>Call {@link #next()}, then exactly one of the methods that consume the field. Every length is
 * compared with what is left of the enclosing message before anything is read or allocated.
 *
 * <p>Source: protobuf encoding specification. What we do differently: a singular field that comes
 * twice is refused instead of merged, because two readers could then see two models; groups, which
 * no ONNX version uses, are skipped without recursion.
 */
public final class WireReader {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int GROUP = 3;
  private static final int GROUP_END = 4;
  private static final int FIXED32 = 5;
  private static final int GROUP_DEPTH = 100;
  private static final int TEXT_OVERHEAD_BYTES = 56;
  private static final int NO_INDEX = -1;

  private final MemorySegment file;
  private final WireBudget budget;
  private final String label;
  private final int index;
  private final long start;
  private final long end;
  private final WireReader parent;
  private long position;
  private int field;
  private int wireType;
  private long seen;

  private WireReader(MemorySegment file, WireBudget budget) {
    this.file = file;
    this.budget = budget;
    this.label = "";
    this.index = NO_INDEX;
    this.start = 0;
    this.end = file.byteSize();
    this.parent = this;
  }

  private WireReader(WireReader parent, String label, int index, long start, long end) {
    this.file = parent.file;
    this.budget = parent.budget;
    this.label = label;
    this.index = index;
    this.start = start;
    this.end = end;
    this.position = start;
    this.parent = parent;
  }

  /** A reader of the outermost message, which is the whole file. */
  public static WireReader of(MemorySegment file, WireBudget budget) {
    return new WireReader(file, budget);
  }

  /** A reader of the same message from its start. */
  public WireReader again() {
    return new WireReader(parent, label, index, start, end);
  }

  /**
   * Refuses a message with too many sub-messages before any of them is looked at; reads nothing.
   *
   * @param isMessage whether the field of a number is a sub-message
   * @throws EspalierException [too-many-messages]
   */
  public void expectMessages(IntPredicate isMessage) {
    WireReader ahead = again();
    long count = 0;
    for (int number = ahead.next(); number != 0; number = ahead.next()) {
      count += isMessage.test(number) ? 1 : 0;
      ahead.passOver();
    }
    budget.expectMessages(count);
  }

  /** The next field's number, or 0 at the end of the message. */
  public int next() {
    if (position == end) {
      return 0;
    }
    long key = readVarint();
    field = (int) (key >>> 3);
    wireType = (int) (key & 7);
    if (key >>> 32 != 0 || field == 0) {
      throw malformed("has a field key that protobuf does not allow");
    }
    return field;
  }

  /**
   * Declares the current field singular.
   *
   * @throws EspalierException [onnx-repeated-singular] when it came before
   */
  public WireReader once() {
    long bit = 1L << field;
    if ((seen & bit) != 0) {
      throw fault(
          "onnx-repeated-singular",
          "The field %d comes twice where it may come once.".formatted(field));
    }
    seen |= bit;
    return this;
  }

  public long varint() {
    require(VARINT);
    return readVarint();
  }

  public float float32() {
    require(FIXED32);
    return file.get(FLOAT, advance(Float.BYTES));
  }

  /** Bytes of the file itself, not a copy. */
  public MemorySegment bytes() {
    require(LENGTH);
    long length = readLength();
    return file.asSlice(advance(length), length);
  }

  /**
   * A string on the heap.
   *
   * @throws EspalierException [name-too-long] or [onnx-not-utf8]
   */
  public String text(int limitBytes) {
    require(LENGTH);
    long length = readLength();
    if (length > limitBytes) {
      throw fault(
          "name-too-long",
          "A text of %d bytes is longer than %d, the limit.".formatted(length, limitBytes));
    }
    budget.keep(length + TEXT_OVERHEAD_BYTES);
    return length == 0 ? "" : decode(file.asSlice(advance(length), length));
  }

  /** A reader of the sub-message in the current field. */
  public WireReader message(String childLabel) {
    return message(childLabel, NO_INDEX);
  }

  /** A reader of the sub-message in the current field, one of a list. */
  public WireReader message(String childLabel, int childIndex) {
    require(LENGTH);
    budget.countMessage();
    long length = readLength();
    long from = advance(length);
    return new WireReader(this, childLabel, childIndex, from, from + length);
  }

  /** Every number of a repeated varint field, packed or not. */
  public void varints(LongConsumer each) {
    if (wireType == VARINT) {
      each.accept(readVarint());
      return;
    }
    require(LENGTH);
    long length = readLength();
    long stop = position + length;
    while (position < stop) {
      each.accept(readVarint());
    }
    if (position != stop) {
      throw malformed("has a packed field that ends inside a number");
    }
  }

  /** Every run of a repeated fixed 32-bit field; a packed field is one run. */
  public void runs32(Consumer<MemorySegment> each) {
    runs(FIXED32, Integer.BYTES, each);
  }

  /** Every run of a repeated fixed 64-bit field; a packed field is one run. */
  public void runs64(Consumer<MemorySegment> each) {
    runs(FIXED64, Long.BYTES, each);
  }

  private void runs(int fixedType, int width, Consumer<MemorySegment> each) {
    if (wireType == fixedType) {
      each.accept(file.asSlice(advance(width), width));
      return;
    }
    MemorySegment run = bytes();
    if (run.byteSize() % width != 0) {
      throw malformed("has a packed field that ends inside a number");
    }
    each.accept(run);
  }

  /** Passes over the current field, whatever it is. */
  public void skip() {
    if (wireType == LENGTH) {
      budget.countMessage();
    }
    passOver();
  }

  private void passOver() {
    if (wireType == GROUP) {
      skipGroup();
    } else {
      skipScalar();
    }
  }

  private void skipScalar() {
    switch (wireType) {
      case VARINT -> readVarint();
      case FIXED64 -> advance(Long.BYTES);
      case FIXED32 -> advance(Integer.BYTES);
      case LENGTH -> advance(readLength());
      default -> throw malformed("has a wire type that protobuf does not allow");
    }
  }

  private void skipGroup() {
    for (int depth = 1; depth > 0; ) {
      if (next() == 0) {
        throw truncated();
      }
      if (wireType == GROUP) {
        depth = deeper(depth);
      } else if (wireType == GROUP_END) {
        depth--;
      } else {
        skipScalar();
      }
    }
  }

  private int deeper(int depth) {
    budget.countMessage();
    if (depth == GROUP_DEPTH) {
      throw fault("too-deep", "Groups are nested more than %d deep.".formatted(GROUP_DEPTH));
    }
    return depth + 1;
  }

  /** Where this message is, for example {@code graph.node[17]}. */
  public String place() {
    String here = index == NO_INDEX ? label : "%s[%d]".formatted(label, index);
    return parent.parent == parent ? here : parent.place() + "." + here;
  }

  /** A refusal that names this message. */
  public EspalierException fault(String code, String message) {
    return ModelFault.at(place(), code, message);
  }

  private String decode(MemorySegment text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text.asByteBuffer()).toString();
    } catch (CharacterCodingException _) {
      throw fault("onnx-not-utf8", "The text of field %d is not UTF-8.".formatted(field));
    }
  }

  private void require(int expected) {
    if (wireType != expected) {
      throw malformed("has field %d with wire type %d".formatted(field, wireType));
    }
  }

  private long readLength() {
    long length = readVarint();
    if (length < 0 || length > end - position) {
      throw truncated();
    }
    return length;
  }

  private long readVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = file.get(ValueLayout.JAVA_BYTE, advance(1));
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("has a number of more than ten bytes");
  }

  /** Moves over bytes and returns where they begin. */
  private long advance(long bytes) {
    if (bytes > end - position) {
      throw truncated();
    }
    long from = position;
    position += bytes;
    return from;
  }

  private EspalierException truncated() {
    return fault(
        "onnx-truncated",
        "The message at byte %d announces more bytes than it holds.".formatted(start));
  }

  private EspalierException malformed(String what) {
    return fault("onnx-bad-wire", "The message at byte %d %s.".formatted(start, what));
  }
}
