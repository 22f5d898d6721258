package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Constants in every way a file may hold them. */
class TensorDecodingTest {
  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STRING"})
  void readsRawDataOfEveryType(ElementType type) {
    byte[] bytes = new byte[(int) type.bytes(3)];
    Arrays.fill(bytes, (byte) 0x13);
    TensorProto proto =
        OnnxModelBuilder.header("v", type, 3).setRawData(ByteString.copyFrom(bytes)).build();
    assertThat(constant(proto))
        .isEqualTo(Tensor.of(type, new long[] {3}, MemorySegment.ofArray(bytes)));
  }

  @ParameterizedTest
  @CsvSource({
    "INT32,01000000feffffff",
    "INT16,0100feff",
    "INT8,01fe",
    "UINT16,0100feff",
    "UINT8,01fe",
    "FLOAT16,0100feff",
    "BFLOAT16,0100feff",
    "FLOAT8E5M2,01fe"
  })
  void packsInt32DataIntoItsType(ElementType type, String hex) {
    TensorProto proto =
        OnnxModelBuilder.header("v", type, 2).addInt32Data(1).addInt32Data(-2).build();
    assertHolds(constant(proto), hex);
  }

  @Test
  void readsTypedDataOfWideTypes() {
    assertThat(
            constant(
                OnnxModelBuilder.header("v", ElementType.FLOAT, 2)
                    .addFloatData(1.5f)
                    .addFloatData(-2)
                    .build()))
        .isEqualTo(Tensor.ofFloats(new long[] {2}, 1.5f, -2));
    assertThat(
            constant(
                OnnxModelBuilder.header("v", ElementType.INT64, 2)
                    .addInt64Data(-1)
                    .addInt64Data(1L << 40)
                    .build()))
        .isEqualTo(Tensor.vector(-1, 1L << 40));
    assertHolds(
        constant(OnnxModelBuilder.header("v", ElementType.DOUBLE, 1).addDoubleData(1).build()),
        "000000000000f03f");
    assertHolds(
        constant(OnnxModelBuilder.header("v", ElementType.UINT32, 1).addUint64Data(7).build()),
        "07000000");
    assertHolds(
        constant(OnnxModelBuilder.header("v", ElementType.UINT64, 1).addUint64Data(-1).build()),
        "ffffffffffffffff");
    assertHolds(
        constant(
            OnnxModelBuilder.header("v", ElementType.COMPLEX64, 1)
                .addFloatData(0)
                .addFloatData(1)
                .build()),
        "000000000000803f");
    assertHolds(
        constant(
            OnnxModelBuilder.header("v", ElementType.BOOL, 2)
                .addInt32Data(1)
                .addInt32Data(0)
                .build()),
        "0100");
  }

  @ParameterizedTest
  @EnumSource(names = {"INT4", "UINT4", "FLOAT4E2M1"})
  void roundsFourBitTypesUpToWholeBytes(ElementType type) {
    TensorProto proto =
        OnnxModelBuilder.header("v", type, 3).addInt32Data(0x21).addInt32Data(0x03).build();
    assertHolds(constant(proto), "2103");
  }

  @Test
  void readsTypedDataThatIsNotPacked() {
    byte[] tensor =
        new WireBytes()
            .raw(OnnxModelBuilder.header("v", ElementType.INT32, 3).build().toByteArray())
            .varint(5, 4)
            .message(5, new byte[] {5, 6})
            .toBytes();
    byte[] graph =
        new WireBytes()
            .raw(OnnxModelBuilder.small().build().getGraph().toByteArray())
            .message(5, tensor)
            .toBytes();
    byte[] model =
        new WireBytes()
            .raw(OnnxModelBuilder.small().build().toBuilder().clearGraph().build().toByteArray())
            .message(7, graph)
            .toBytes();
    assertHolds(OnnxFiles.read(model).graph().initializers().get("v"), "040000000500000006000000");
  }

  private static Graph graph(OnnxModelBuilder model) {
    return OnnxFiles.read(model.bytes()).graph();
  }

  private static Tensor constant(TensorProto proto) {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.graph().addInitializer(proto);
    return graph(model).initializers().get("v");
  }

  private static void assertHolds(Tensor tensor, String hex) {
    assertThat(HexFormat.of().formatHex(OnnxModelBuilder.bytes(tensor))).isEqualTo(hex);
  }
}
