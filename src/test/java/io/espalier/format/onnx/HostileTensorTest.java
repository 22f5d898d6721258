package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Constants that lie about their size, their type or their place. */
class HostileTensorTest {
  @Test
  void refusesExtentsThatAreNegativeOrTooLarge() {
    long huge = 1L << 40;
    for (long[] dims :
        List.of(new long[] {-1, 4}, new long[] {huge, huge}, new long[] {1L << 62})) {
      TensorProto weight = OnnxModelBuilder.header("v", ElementType.FLOAT, dims).build();
      assertRefused(withTensor(weight), "onnx-bad-dims");
    }
  }

  @Test
  void refusesARankBeyondTheLimit() {
    TensorProto weight = OnnxModelBuilder.header("v", ElementType.FLOAT, new long[65]).build();
    assertRefused(withTensor(weight), "onnx-bad-dims");
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STRING"})
  void refusesDataThatDoesNotFitItsShape(ElementType type) {
    int bytes = (int) type.bytes(4);
    for (int wrong : new int[] {0, bytes - 1, bytes + 1}) {
      TensorProto weight =
          OnnxModelBuilder.header("v", type, 4)
              .setRawData(ByteString.copyFrom(new byte[wrong]))
              .build();
      assertRefused(withTensor(weight), "onnx-size-mismatch");
    }
  }

  @Test
  void refusesDataInTheWrongField() {
    TensorProto.Builder floats = OnnxModelBuilder.header("v", ElementType.FLOAT, 2);
    assertRefused(withTensor(floats.addInt64Data(1).addInt64Data(2).build()), "onnx-size-mismatch");
  }

  @Test
  void refusesDataInTwoFields() {
    TensorProto weight =
        OnnxModelBuilder.header("v", ElementType.FLOAT, 1)
            .setRawData(ByteString.copyFrom(new byte[4]))
            .addFloatData(1)
            .build();
    assertRefused(withTensor(weight), "onnx-size-mismatch");
  }

  @Test
  void refusesTypedDataOfAnotherLength() {
    TensorProto weight =
        OnnxModelBuilder.header("v", ElementType.INT8, 3).addInt32Data(1).addInt32Data(2).build();
    assertRefused(withTensor(weight), "onnx-size-mismatch");
  }

  @Test
  void refusesTypedDataThatGrowsTooMuchWhenUnpacked() {
    int count = 40 << 20;
    byte[] packed = new byte[count];
    byte[] tensor =
        new WireBytes()
            .raw(OnnxModelBuilder.header("v", ElementType.INT64, count).build().toByteArray())
            .message(7, packed)
            .toBytes();
    byte[] graph = new WireBytes().message(5, tensor).toBytes();
    assertThat(Refusals.codes(new WireBytes().message(7, graph).toBytes()))
        .containsExactly("too-large-structure");
  }

  @Test
  void refusesStrings() {
    TensorProto.Builder strings = OnnxModelBuilder.header("v", ElementType.STRING, 1);
    assertRefused(
        withTensor(strings.clone().addStringData(ByteString.copyFromUtf8("a")).build()),
        "onnx-unsupported");
    assertRefused(
        withTensor(strings.clone().setRawData(ByteString.copyFromUtf8("a")).build()),
        "onnx-size-mismatch");
    Map<String, Attribute> text = Map.of("value_string", Attribute.of("a"));
    assertRefused(
        OnnxModelBuilder.small().node("c", "Constant", List.of(), List.of("z"), text),
        "onnx-unsupported");
  }

  @Test
  void refusesUnknownElementTypes() {
    TensorProto weight = TensorProto.newBuilder().setName("v").setDataType(77).build();
    assertRefused(withTensor(weight), "onnx-bad-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/etc/passwd",
        "C:\\x",
        "\\\\host\\x",
        "file:///x",
        "x%2f..",
        "",
        ".",
        "\u0000",
        "/proc/self/environ"
      })
  void refusesDataInAnotherFileWithoutRepeatingItsPlace(String location) {
    TensorProto weight =
        OnnxModelBuilder.header("v", ElementType.FLOAT, 2)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue(location))
            .build();
    List<Problem> problems = Refusals.problems(withTensor(weight).bytes());
    assertThat(problems).extracting(Problem::code).containsExactly("onnx-external-location");
    assertThat(problems.getFirst().message()).contains("(v)").doesNotContain("passwd", "proc");
  }

  private static void assertRefused(OnnxModelBuilder model, String... codes) {
    assertThat(Refusals.codes(model.bytes())).containsExactly(codes);
  }

  private static OnnxModelBuilder withTensor(TensorProto weight) {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.graph().addInitializer(weight);
    return model;
  }
}
