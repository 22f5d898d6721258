package io.espalier.benchmark;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import io.espalier.format.ModelFiles;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxModelBuilder;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.ElementType;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A chain of ten dense layers whose 2.7 GB of weights lie in a second file, and its analysis in a
 * process of its own.
 */
final class LargeModel {
  static final long WIDTH = 8192;
  static final int LAYERS = 10;
  private static final long LAYER_BYTES = WIDTH * WIDTH * Float.BYTES;
  private static final String PART = "model.data";

  private LargeModel() {}

  /**
   * Reads and analyses the model in a folder.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    ModelFiles files = new ModelFiles(folder.resolve("model.onnx"), parts(folder));
    try (Arena arena = Arena.ofShared()) {
      OnnxReader reader = new OnnxReader(OnnxLimits.standard());
      Analysis analysis = Analyzer.analyze(reader.read(files, arena).graph());
      System.out.printf(
          "parameters %d, groups %d%n",
          analysis.cost().parameters(), analysis.channels().groups().size());
    }
  }

  private static Map<String, Path> parts(Path folder) {
    return Map.of(PART, folder.resolve(PART));
  }

  /** Writes the model; the weights are a file without content, which takes no space on a disk. */
  static void write(Path folder) throws IOException {
    OnnxModelBuilder model =
        new OnnxModelBuilder(17).input("v0", ElementType.FLOAT, "n", String.valueOf(WIDTH));
    for (int layer = 0; layer < LAYERS; layer++) {
      model.graph().addInitializer(weight(layer));
      model.node(
          "layer" + layer, "MatMul", List.of("v" + layer, "w" + layer), List.of("v" + (layer + 1)));
    }
    model.output("v" + LAYERS, ElementType.FLOAT, "n", String.valueOf(WIDTH));
    Files.write(folder.resolve("model.onnx"), model.bytes());
    try (RandomAccessFile data = new RandomAccessFile(folder.resolve(PART).toFile(), "rw")) {
      data.setLength(LAYERS * LAYER_BYTES);
    }
  }

  private static TensorProto weight(int layer) {
    return TensorProto.newBuilder()
        .setName("w" + layer)
        .addDims(WIDTH)
        .addDims(WIDTH)
        .setDataType(ElementType.FLOAT.onnxCode())
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", PART))
        .addExternalData(entry("offset", String.valueOf(layer * LAYER_BYTES)))
        .addExternalData(entry("length", String.valueOf(LAYER_BYTES)))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
