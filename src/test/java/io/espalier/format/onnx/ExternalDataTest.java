package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import io.espalier.format.ModelFiles;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that lie in other parts of an upload than the graph. */
class ExternalDataTest {
  private static final String PART = "model.data";
  private static final long LARGE_BYTES = 5L << 29;

  private final OnnxReader reader = new OnnxReader(OnnxLimits.standard());

  @TempDir private Path folder;

  @Test
  void takesATensorFromThePartItsLocationNames() throws IOException {
    byte[] model = model(external("v", Map.of("location", PART, "offset", "4", "length", "8")));
    Tensor tensor = read(model, floats(1, 2, 3)).graph().initializers().get("v");
    assertThat(tensor).isEqualTo(Tensor.ofFloats(new long[] {2}, 2, 3));
  }

  @Test
  void takesATensorWithoutOffsetAndLengthFromTheStart() throws IOException {
    byte[] model = model(external("v", Map.of("location", PART)));
    Tensor tensor = read(model, floats(1, 2, 3)).graph().initializers().get("v");
    assertThat(tensor).isEqualTo(Tensor.ofFloats(new long[] {2}, 1, 2));
  }

  @Test
  void letsTwoTensorsShareTheSameBytes() throws IOException {
    Map<String, String> place = Map.of("location", PART);
    assertThat(read(model(external("v", place), external("u", place)), floats(1, 2)).warnings())
        .isEmpty();
  }

  @Test
  void o24RefusesTensorsThatOverlap() throws IOException {
    byte[] model =
        model(
            external("v", Map.of("location", PART)),
            external("u", Map.of("location", PART, "offset", "4")));
    assertThat(codes(model, floats(1, 2, 3))).containsExactly("onnx-external-range");
  }

  @ParameterizedTest(name = "O24 offset {0}, length {1}")
  @CsvSource({
    "-1, 8",
    "0, -1",
    "0, 1000000000000",
    "9223372036854775807, 8",
    "8, 9223372036854775807",
    "99999999999999999999, 8",
    "8, 8",
    "4.0, 8",
    "0x4, 8",
    "'', 8"
  })
  void refusesPlacesOutsideOfThePart(String offset, String length) throws IOException {
    byte[] model =
        model(external("v", Map.of("location", PART, "offset", offset, "length", length)));
    assertThat(codes(model, floats(1, 2, 3))).containsExactly("onnx-external-range");
  }

  @Test
  void refusesALengthThatIsNotTheTensors() throws IOException {
    byte[] model = model(external("v", Map.of("location", PART, "length", "4")));
    assertThat(codes(model, floats(1, 2, 3))).containsExactly("onnx-size-mismatch");
  }

  @Test
  void o24LeavesUnknownKeysOutWithAWarning() throws IOException {
    byte[] model = model(external("v", Map.of("location", PART, "__class__", "x")));
    assertThat(read(model, floats(1, 2)).warnings())
        .containsExactly("External data has the key (__class__), which is left out.");
  }

  @Test
  void refusesAKeyThatComesTwice() throws IOException {
    TensorProto twice =
        external("v", Map.of("location", PART)).toBuilder()
            .addExternalData(entry("location", "other"))
            .build();
    assertThat(codes(model(twice), floats(1, 2))).containsExactly("onnx-external-range");
  }

  @Test
  void refusesDataInTheModelAndBesideIt() throws IOException {
    TensorProto both =
        external("v", Map.of("location", PART)).toBuilder()
            .setRawData(ByteString.copyFrom(new byte[8]))
            .build();
    assertThat(codes(model(both), floats(1, 2))).containsExactly("onnx-size-mismatch");
  }

  @Test
  void readsExternalDataThatIsNotMarkedAsSuch() throws IOException {
    TensorProto unmarked =
        external("v", Map.of("location", PART)).toBuilder().clearDataLocation().build();
    assertThat(read(model(unmarked), floats(1, 2)).graph().initializers()).containsKey("v");
  }

  @Test
  void o25NamesEveryPartThatIsMissing() throws IOException {
    Path model =
        write(
            "main",
            model(
                external("v", Map.of("location", "b.data")),
                external("u", Map.of("location", "a.data"))));
    EspalierException refusal = refusal(ModelFiles.of(model));
    assertThat(refusal.code()).isEqualTo(ErrorCode.UPLOAD_INCOMPLETE);
    assertThat(refusal.problems())
        .extracting(Problem::place, Problem::code)
        .containsExactly(
            tuple("model:part[a.data]", "upload-incomplete"),
            tuple("model:part[b.data]", "upload-incomplete"));
    assertThat(reader.externalParts(model)).containsExactly("a.data", "b.data");
  }

  @Test
  void needsNoPartsWhenTheModelHoldsItsWeights() throws IOException {
    assertThat(reader.externalParts(write("main", OnnxModelBuilder.small().bytes()))).isEmpty();
  }

  @Test
  void warnsOfAPartThatIsNotUsed() throws IOException {
    assertThat(read(OnnxModelBuilder.small().bytes(), floats(1)).warnings())
        .containsExactly("The model does not use the part (model.data).");
  }

  @Test
  void o22OpensNoFileThatIsNoPart() throws IOException {
    Path secret = write("secret", floats(1, 2));
    byte[] model = model(external("v", Map.of("location", secret.toString())));
    assertThat(codes(model, floats(1, 2))).containsExactly("onnx-external-location");
  }

  @Test
  void o23RefusesAPartThatIsALinkOrAFolder() throws IOException {
    Path model = write("main", model(external("v", Map.of("location", PART))));
    Path link = Files.createSymbolicLink(folder.resolve("link"), write("part", floats(1, 2)));
    for (Path part : List.of(link, folder)) {
      assertThat(refusal(new ModelFiles(model, Map.of(PART, part))).problems())
          .extracting(Problem::code)
          .containsExactly("not-a-file");
    }
  }

  @Test
  void readsAPartOfMoreThanTwoGibibytes() throws IOException {
    Path part = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
      file.setLength(LARGE_BYTES);
      file.seek(LARGE_BYTES - 8);
      file.write(floats(7, 8));
    }
    String offset = String.valueOf(LARGE_BYTES - 8);
    Path model = write("main", model(external("v", Map.of("location", PART, "offset", offset))));
    try (Arena arena = Arena.ofConfined()) {
      OnnxModel read = reader.read(new ModelFiles(model, Map.of(PART, part)), arena);
      assertThat(read.graph().initializers().get("v").toFloats()).containsExactly(7, 8);
    }
  }

  private OnnxModel read(byte[] model, byte[] part) throws IOException {
    return reader.read(files(model, part), Arena.ofAuto());
  }

  private List<String> codes(byte[] model, byte[] part) throws IOException {
    EspalierException refusal = refusal(files(model, part));
    assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
    return refusal.problems().stream().map(Problem::code).toList();
  }

  private EspalierException refusal(ModelFiles files) {
    return catchThrowableOfType(EspalierException.class, () -> reader.read(files, Arena.ofAuto()));
  }

  private ModelFiles files(byte[] model, byte[] part) throws IOException {
    return new ModelFiles(write("main", model), Map.of(PART, write("part", part)));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] model(TensorProto... tensors) {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    List.of(tensors).forEach(model.graph()::addInitializer);
    return model.bytes();
  }

  private static TensorProto external(String name, Map<String, String> place) {
    TensorProto.Builder tensor = OnnxModelBuilder.header(name, ElementType.FLOAT, 2);
    new LinkedHashMap<>(place).forEach((key, value) -> tensor.addExternalData(entry(key, value)));
    return tensor.setDataLocation(DataLocation.EXTERNAL).build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
