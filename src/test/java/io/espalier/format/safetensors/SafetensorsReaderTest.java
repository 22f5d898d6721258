package io.espalier.format.safetensors;

import static io.espalier.format.safetensors.SafetensorsBytes.entry;
import static io.espalier.format.safetensors.SafetensorsBytes.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.format.FixtureFile;
import io.espalier.format.ModelFiles;
import io.espalier.format.state.StateDict;
import io.espalier.graph.ElementType;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTest {
  private static final byte[] FIRST = file("{\"a\":%s}".formatted(scalar()), 4);
  private static final byte[] SECOND = file("{\"b\":%s}".formatted(scalar()), 4);

  private final SafetensorsReader reader = new SafetensorsReader(SafetensorsLimits.standard());
  private final SafetensorsWriter writer = new SafetensorsWriter();

  @TempDir private Path folder;

  @Test
  void readsTensorsInTheOrderOfTheFile() throws IOException {
    StateDict state = reader.read(write("good", SafetensorsBytes.good()), Arena.ofAuto());
    assertThat(state.tensors().keySet()).containsExactly("a", "b");
    assertThat(state.tensors().get("a")).isEqualTo(Tensor.ofFloats(new long[] {2, 2}, 0, 0, 0, 0));
    assertThat(state.metadata()).containsExactly(Map.entry("format", "pt"));
    assertThat(state.warnings()).isEmpty();
  }

  @Test
  void s23WarnsOfWeightsThatAreNotFinite() {
    StateDict state =
        reader.read(
            MemorySegment.ofArray(
                bytes(
                    Map.of(
                        "bad", Tensor.ofFloats(new long[] {2}, Float.NaN, Float.NEGATIVE_INFINITY),
                        "good", Tensor.ofFloats(new long[] {1}, Float.MAX_VALUE)))));
    assertThat(state.warnings())
        .containsExactly(
            "non-finite-weights: 2 weights are NaN or infinite, the first in the tensor (bad).");
  }

  @Test
  void writesInTheOrderOfTheReferenceAndAligned() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("byte", ofType(ElementType.UINT8, 3));
    tensors.put("z", ofType(ElementType.FLOAT, 2));
    tensors.put("a", ofType(ElementType.FLOAT, 1));
    tensors.put("long \"quoted\" é", ofType(ElementType.INT64, 1));
    byte[] bytes = bytes(tensors);
    StateDict state = reader.read(MemorySegment.ofArray(bytes));
    assertThat(state.tensors().keySet()).containsExactly("long \"quoted\" é", "a", "z", "byte");
    assertThat(state.tensors()).isEqualTo(tensors);
    assertThat(bytes[0] % Long.BYTES).isZero();
  }

  @ParameterizedTest
  @EnumSource(Dtype.class)
  void bringsEveryTypeBack(Dtype dtype) {
    Map<String, Tensor> tensors = Map.of("t", ofType(dtype.elementType(), 6));
    assertThat(reader.read(MemorySegment.ofArray(bytes(tensors))).tensors()).isEqualTo(tensors);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT4", "UINT4", "COMPLEX128", "FLOAT8E4M3FNUZ"})
  void refusesToWriteTypesTheFormatDoesNotHave(ElementType type) {
    Path target = folder.resolve("none");
    assertThatThrownBy(() -> writer.write(Map.of("t", ofType(type, 2)), Map.of(), target))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining(type.text());
    assertThat(target).doesNotExist();
  }

  @Test
  void writesTheReferencesFileAgain() throws IOException {
    Path original = FixtureFile.of("vit12-fashion.safetensors");
    StateDict state = reader.read(original, Arena.ofAuto());
    Path again = folder.resolve("again");
    writer.write(state.tensors(), state.metadata(), again);
    assertThat(reader.read(again, Arena.ofAuto())).isEqualTo(state);
  }

  @Test
  void readsTheWeightsOfTheSameNetworkAsOnnx() {
    Graph graph = Fixtures.read("vit12-fashion");
    StateDict state = reader.read(FixtureFile.of("vit12-fashion.safetensors"), Arena.ofAuto());
    Map<String, Tensor> shared = new LinkedHashMap<>(state.tensors());
    shared.keySet().retainAll(graph.initializers().keySet());
    assertThat(shared).hasSizeGreaterThan(50);
    shared.forEach((name, tensor) -> assertThat(tensor).isEqualTo(graph.initializers().get(name)));
  }

  @Test
  void readsShardsThatAnIndexNames() throws IOException {
    Path index = write("index", index("one", "two"));
    ModelFiles files =
        new ModelFiles(index, Map.of("one", write("x", FIRST), "two", write("y", SECOND)));
    assertThat(reader.read(files, Arena.ofAuto()).tensors().keySet()).containsExactly("a", "b");
    assertThat(reader.shards(index)).containsExactly("one", "two");
    assertThat(reader.shards(write("z", FIRST))).isEmpty();
  }

  @Test
  void s24RefusesAShardThatWasNotUploaded() throws IOException {
    assertThat(codes(index("one", "two"), Map.of("one", FIRST))).containsExactly("shard-missing");
  }

  @ParameterizedTest(name = "S24 {0}")
  @ValueSource(strings = {"../x", "/etc/passwd", "", ".", "..", "a\\\\b", "C:x", "a\\u0000"})
  void refusesShardsWithNamesThatAreNone(String name) throws IOException {
    assertThat(codes(index(name, "two"), Map.of())).containsExactly("bad-part-name");
  }

  @Test
  void s24RefusesATensorInTwoShards() throws IOException {
    assertThat(codes(index("one", "two"), Map.of("one", FIRST, "two", FIRST)))
        .containsExactly("st-duplicate-name");
  }

  @Test
  void refusesAnIndexWhoseTensorNoShardHolds() throws IOException {
    assertThat(codes(index("one", "one"), Map.of("one", FIRST)))
        .containsExactly("st-missing-tensor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"other\": \"member\"}", "{\"weight_map\": {}}", "{\"weight_map"})
  void refusesAnIndexThatNamesNothing(String json) throws IOException {
    assertThat(codes(json.getBytes(), Map.of())).containsExactly("st-bad-index");
  }

  private List<String> codes(byte[] index, Map<String, byte[]> parts) throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      files.put(part.getKey(), write("part-" + part.getKey(), part.getValue()));
    }
    ModelFiles model = new ModelFiles(write("index", index), files);
    try {
      reader.read(model, Arena.ofAuto());
      return List.of();
    } catch (EspalierException refusal) {
      return refusal.problems().stream().map(Problem::code).toList();
    }
  }

  private static byte[] index(String first, String second) {
    return "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"a\":\"%s\",\"b\":\"%s\"}}"
        .formatted(first, second)
        .getBytes();
  }

  private byte[] bytes(Map<String, Tensor> tensors) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(tensors, Map.of("format", "pt"), Channels.newChannel(out));
    return out.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static Tensor ofType(ElementType type, int elements) {
    byte[] bytes = new byte[(int) type.bytes(elements)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return Tensor.of(type, new long[] {elements}, MemorySegment.ofArray(bytes));
  }

  private static String scalar() {
    return entry("\"F32\"", "[]", "[0,4]");
  }
}
