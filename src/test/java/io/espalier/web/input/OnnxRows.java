package io.espalier.web.input;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.espalier.format.onnx.OnnxModelBuilder;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The rows of the bad-input table for ONNX that one file can show.
 *
 * <p>O17 and O28 are accepted and tested with the reader; O22 to O25 concern parts and are in the
 * test of upload sets. O13 is accepted by design: what an unknown operator touches is frozen and
 * reported. O18 is refused for its size when it is analysed, O19 for its operator when it is run,
 * both before native code sees them; the stop of a child process belongs to the sandbox, which is
 * not there yet. O26 and O27 concern quantising and its calibration, which are not there yet.
 */
final class OnnxRows {
  private static final int DEEP = 30;
  private static final int TOO_MANY_NODES = 50_001;

  private OnnxRows() {}

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("O1 no bytes", "empty-file", new byte[0]),
        arguments("O2 text", "onnx-not-protobuf", text("a model, honestly")),
        arguments("O2 HTML", "onnx-not-protobuf", text("<!DOCTYPE html><h1>404</h1>")),
        arguments(
            "O2 LFS pointer",
            "onnx-not-protobuf",
            text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")),
        arguments("O2 JSON", "onnx-not-protobuf", text("{\"model\": 1}")),
        arguments("O5", "onnx-truncated", bytes(0x3a, 0xff, 0xff, 0xff, 0xff, 0x07, 0)),
        arguments("O6 nested", "too-deep", nested(DEEP)),
        arguments("O7", "too-many-messages", emptyMessages()),
        arguments("O8", "onnx-repeated-singular", twice()),
        arguments("O9 cycle", "onnx-cycle", cycle()),
        arguments("O9 order", "onnx-not-sorted", reversed()),
        arguments("O10", "onnx-dangling", dangling()),
        arguments("O11", "onnx-duplicate-value", twoProducers()),
        arguments("O12", "onnx-duplicate-node", twoNodes()),
        arguments("O14 999", "onnx-opset", opset(999)),
        arguments("O14 0", "onnx-opset", opset(0)),
        arguments("O14 -1", "onnx-opset", opset(-1)),
        arguments("O14 2^40", "onnx-opset", opset(1L << 40)),
        arguments("O14 twice", "onnx-opset", importedTwice()),
        arguments("O15 below 0", "onnx-bad-dims", weight(dims(-1, 4))),
        arguments("O15 overflow", "onnx-bad-dims", weight(dims(1L << 40, 1L << 40))),
        arguments("O16 short", "onnx-size-mismatch", weight(raw(8))),
        arguments("O16 long", "onnx-size-mismatch", weight(raw(16))),
        arguments("O16 twice", "onnx-size-mismatch", weight(raw(12).andThen(floats()))),
        arguments("O18 ConstantOfShape", "resource-limit", bomb()),
        arguments("O20", "too-many-nodes", chain()),
        arguments("O21", "too-deep", nested(200)));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** An If in an If in an If. */
  private static byte[] nested(int depth) {
    byte[] graph = new byte[0];
    for (int i = 0; i < depth; i++) {
      byte[] attribute = field(6, graph);
      byte[] node = field(5, attribute);
      graph = field(1, node);
    }
    return field(7, graph);
  }

  private static byte[] emptyMessages() {
    byte[] nodes = new byte[4_000_000];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 0x0a;
    }
    return field(7, nodes);
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    long length = content.length;
    while (length > 0x7f) {
      out.write((int) (length & 0x7f | 0x80));
      length >>>= 7;
    }
    out.write((int) length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] twice() {
    byte[] good = OnnxModelBuilder.small().bytes();
    byte[] both = Arrays.copyOf(good, 2 * good.length);
    System.arraycopy(good, 0, both, good.length, good.length);
    return both;
  }

  private static OnnxModelBuilder open() {
    return new OnnxModelBuilder(17)
        .input("x", ElementType.FLOAT, "2", "3")
        .output("y", ElementType.FLOAT, "2", "3");
  }

  private static byte[] cycle() {
    return open()
        .node("a", "Add", List.of("x", "back"), List.of("y"))
        .node("b", "Relu", List.of("y"), List.of("back"))
        .bytes();
  }

  private static byte[] reversed() {
    return open()
        .node("b", "Relu", List.of("h"), List.of("y"))
        .node("a", "Relu", List.of("x"), List.of("h"))
        .bytes();
  }

  private static byte[] dangling() {
    return open().node("lost", "Relu", List.of("ghost"), List.of("y")).bytes();
  }

  private static byte[] twoProducers() {
    return open()
        .node("a", "Relu", List.of("x"), List.of("y"))
        .node("b", "Relu", List.of("x"), List.of("y"))
        .bytes();
  }

  private static byte[] twoNodes() {
    return OnnxModelBuilder.small().node("add", "Neg", List.of("x"), List.of("z")).bytes();
  }

  private static byte[] opset(long version) {
    ModelProto.Builder model = OnnxModelBuilder.small().build().toBuilder();
    model.getOpsetImportBuilder(0).setVersion(version);
    return model.build().toByteArray();
  }

  private static byte[] importedTwice() {
    return OnnxModelBuilder.small().build().toBuilder()
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .build()
        .toByteArray();
  }

  private static byte[] weight(Consumer<TensorProto.Builder> change) {
    ModelProto.Builder model = OnnxModelBuilder.small().build().toBuilder();
    change.accept(model.getGraphBuilder().getInitializerBuilder(0));
    return model.build().toByteArray();
  }

  private static Consumer<TensorProto.Builder> dims(long... dims) {
    return tensor -> {
      tensor.clearDims();
      Arrays.stream(dims).forEach(tensor::addDims);
    };
  }

  private static Consumer<TensorProto.Builder> raw(int bytes) {
    return tensor -> tensor.setRawData(ByteString.copyFrom(new byte[bytes]));
  }

  private static Consumer<TensorProto.Builder> floats() {
    return tensor -> tensor.addFloatData(1).addFloatData(2).addFloatData(3);
  }

  private static byte[] bomb() {
    return new OnnxModelBuilder(17)
        .input("x", ElementType.FLOAT, "1")
        .initializer("s", Tensor.vector(500_000_000))
        .node("c", "ConstantOfShape", List.of("s"), List.of("h"))
        .node("a", "Add", List.of("x", "h"), List.of("y"))
        .output("y", ElementType.FLOAT, "500000000")
        .bytes();
  }

  private static byte[] chain() {
    OnnxModelBuilder model = new OnnxModelBuilder(17).input("v0", ElementType.FLOAT, "2");
    for (int i = 0; i < TOO_MANY_NODES; i++) {
      model.node("n" + i, "Relu", List.of("v" + i), List.of("v" + (i + 1)));
    }
    return model.output("v" + TOO_MANY_NODES, ElementType.FLOAT, "2").bytes();
  }

  /** A model whose weight lies beside it. */
  static byte[] external(String location, String... more) {
    ModelProto.Builder model = OnnxModelBuilder.small().build().toBuilder();
    TensorProto.Builder tensor = model.getGraphBuilder().getInitializerBuilder(0);
    tensor.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
    tensor.addExternalData(entry("location", location));
    for (int i = 0; i < more.length; i += 2) {
      tensor.addExternalData(entry(more[i], more[i + 1]));
    }
    return model.build().toByteArray();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
