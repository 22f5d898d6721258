package io.espalier.engine;

import io.espalier.engine.emit.Program;
import io.espalier.engine.emit.ScriptModule;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The pickles (protocol 2) of a TorchScript archive: objects of the program's class whose tensors
 * name the zip entry their content lies in.
 */
final class TorchPickle {
  private static final int PROTOCOL = 0x80;
  private static final int NEW_OBJECT = 0x81;
  private static final int TRUE = 0x88;
  private static final int FALSE = 0x89;
  private static final int LONG_OF_EIGHT_BYTES = 0x8a;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private TorchPickle() {
    bytes.write(PROTOCOL);
    bytes.write(2);
  }

  /** A module that does not train, without weights. */
  static byte[] emptyModule() {
    return new TorchPickle().beginModule().endModule();
  }

  static byte[] emptyTuple() {
    TorchPickle pickle = new TorchPickle();
    pickle.opcode(')');
    return pickle.finish();
  }

  /** The module of an archive; its attribute 3 is the entry {@code data/3}. */
  static byte[] module(ScriptModule module) {
    TorchPickle pickle = new TorchPickle().beginModule();
    List<ScriptModule.Attribute> attributes = module.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      pickle.text(attributes.get(i).name());
      pickle.tensor(attributes.get(i), Integer.toString(i));
    }
    return pickle.endModule();
  }

  private TorchPickle beginModule() {
    global("__torch__", Program.CLASS_NAME);
    opcode(')', NEW_OBJECT, '}', '(');
    text("training");
    opcode(FALSE);
    return this;
  }

  private byte[] endModule() {
    opcode('u', 'b');
    return finish();
  }

  private byte[] finish() {
    opcode('.');
    return bytes.toByteArray();
  }

  /**
   * {@code torch._utils._rebuild_tensor_v2(storage, 0, shape, strides, requires_grad,
   * OrderedDict())}.
   */
  private void tensor(ScriptModule.Attribute attribute, String key) {
    Tensor tensor = attribute.tensor();
    global("torch._utils", "_rebuild_tensor_v2");
    opcode('(');
    storage(tensor, key);
    integer(0);
    integers(tensor.shape());
    integers(strides(tensor.shape()));
    opcode(attribute.parameter() ? TRUE : FALSE);
    global("collections", "OrderedDict");
    opcode(')', 'R', 't', 'R');
  }

  private void storage(Tensor tensor, String key) {
    opcode('(');
    text("storage");
    global("torch", storageType(tensor.elementType()));
    text(key);
    text("cpu");
    integer(tensor.elements());
    opcode('t', 'Q');
  }

  private void integers(long[] values) {
    opcode('(');
    for (long value : values) {
      integer(value);
    }
    opcode('t');
  }

  private static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape[i]);
    }
    return strides;
  }

  private void global(String module, String name) {
    opcode('c');
    ascii(module + "\n" + name + "\n");
  }

  private void text(String text) {
    opcode('X');
    fixed(4, text.length());
    ascii(text);
  }

  private void integer(long value) {
    boolean small = value == (int) value;
    opcode(small ? 'J' : LONG_OF_EIGHT_BYTES);
    if (!small) {
      opcode(Long.BYTES);
    }
    fixed(small ? Integer.BYTES : Long.BYTES, value);
  }

  private void fixed(int length, long value) {
    ByteBuffer all = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    bytes.write(all.array(), 0, length);
  }

  private void ascii(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void opcode(int... opcodes) {
    for (int opcode : opcodes) {
      bytes.write(opcode);
    }
  }

  private static String storageType(ElementType type) {
    return switch (StoredTensors.of(type)) {
      case FLOAT -> "FloatStorage";
      case DOUBLE -> "DoubleStorage";
      case FLOAT16 -> "HalfStorage";
      case BFLOAT16 -> "BFloat16Storage";
      case UINT8 -> "ByteStorage";
      case INT8 -> "CharStorage";
      case INT16 -> "ShortStorage";
      case INT32 -> "IntStorage";
      case INT64 -> "LongStorage";
      case BOOL -> "BoolStorage";
      case UINT16,
          UINT32,
          UINT64,
          STRING,
          COMPLEX64,
          COMPLEX128,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          UINT4,
          INT4,
          FLOAT4E2M1 ->
          throw new IllegalArgumentException("Impossible state: no program reads " + type.text());
    };
  }
}
