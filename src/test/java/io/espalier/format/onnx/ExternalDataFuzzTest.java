package io.espalier.format.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import io.espalier.format.fuzz.ReaderFuzz;
import io.espalier.graph.ElementType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Damages models whose weights lie in a part of the upload that is in order. */
class ExternalDataFuzzTest extends ReaderFuzz {
  private final OnnxReader reader = new OnnxReader(OnnxLimits.standard());

  @TempDir private Path folder;
  private Map<String, Path> parts = Map.of();

  @BeforeEach
  void writeThePart() throws IOException {
    parts = Map.of("part", Files.write(folder.resolve("part"), new byte[64]));
  }

  @Override
  protected String name() {
    return "onnx-external";
  }

  @Override
  protected List<byte[]> corpus() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model.graph().addInitializer(external("v", "0")).addInitializer(external("u", "8"));
    return List.of(model.bytes());
  }

  private static TensorProto external(String name, String offset) {
    return OnnxModelBuilder.header(name, ElementType.FLOAT, 2)
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", "part"))
        .addExternalData(entry("offset", offset))
        .addExternalData(entry("length", "8"))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "location",
        "offset",
        "length",
        "checksum",
        "part",
        "..",
        "/",
        "0",
        "8",
        "60",
        "64",
        "-1",
        "999999999999999999",
        "9223372036854775807",
        "\n",
        "\u0012",
        "\u006a",
        "\u0070\u0001");
  }

  @Override
  protected void read(MemorySegment file, Arena arena) {
    reader.read(file, parts, arena);
  }
}
