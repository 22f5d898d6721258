package io.espalier.format.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles by hand, rules broken on purpose. */
public final class PickleBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A pickle of protocol 2. */
  public PickleBytes() {
    op(0x80, 2);
  }

  PickleBytes op(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  PickleBytes mark() {
    return op('(');
  }

  PickleBytes number(int value) {
    return op('J').raw(little(4).putInt(value));
  }

  PickleBytes number(long value) {
    return op(0x8a, 8).raw(little(8).putLong(value));
  }

  PickleBytes text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return op('X').raw(little(4).putInt(utf8.length)).raw(utf8);
  }

  /** Text as Python 2 writes it. */
  PickleBytes latin(String value) {
    return op('U', value.length()).raw(value.getBytes(StandardCharsets.ISO_8859_1));
  }

  PickleBytes global(String module, String name) {
    return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  PickleBytes keep(int index) {
    return op('q', index);
  }

  PickleBytes recall(int index) {
    return op('h', index);
  }

  PickleBytes tuple(long... numbers) {
    mark();
    for (long number : numbers) {
      number(number);
    }
    return op('t');
  }

  PickleBytes orderedDict() {
    return global("collections", "OrderedDict").op(')', 'R');
  }

  PickleBytes storage(String type, String key, long elements) {
    return mark()
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(elements)
        .op('t', 'Q');
  }

  /** A storage of the older format, which names the part of it that is meant, here all. */
  PickleBytes legacyStorage(String type, String key, long elements) {
    return mark()
        .latin("storage")
        .global("torch", type)
        .latin(key)
        .latin("cpu")
        .number(elements)
        .op('N', 't', 'Q');
  }

  /** What follows a storage in a tensor, and the call that makes it. */
  PickleBytes view(long offset, long[] shape, long[] strides) {
    return number(offset).tuple(shape).tuple(strides).op(0x89).orderedDict().op('t', 'R');
  }

  PickleBytes tensor(String type, String key, long elements) {
    return rebuild().storage(type, key, elements).view(0, new long[] {elements}, new long[] {1});
  }

  /** The start of a tensor; a storage and a view follow. */
  PickleBytes rebuild() {
    return global("torch._utils", "_rebuild_tensor_v2").mark();
  }

  PickleBytes raw(byte... content) {
    bytes.writeBytes(content);
    return this;
  }

  byte[] stop() {
    return op('.').bytes.toByteArray();
  }

  private PickleBytes raw(ByteBuffer buffer) {
    return raw(buffer.array());
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One tensor of two floats in the storage 0, under a name, in a plain dictionary. */
  static byte[] oneTensor() {
    return new PickleBytes().op('}').text("w").tensor("FloatStorage", "0", 2).op('s').stop();
  }
}
