package io.espalier.job.run.output;

import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.format.safetensors.SafetensorsWriter;
import io.espalier.graph.Tensor;
import io.espalier.report.VerificationCheck;
import io.espalier.report.Widths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The weights as a safetensors file, and their new shapes as JSON. */
final class WeightsOutput {
  private final SafetensorsReader reader;

  WeightsOutput(SafetensorsReader reader) {
    this.reader = reader;
  }

  VerifiedOutput write(OutputSource source, Path folder) {
    Path weights = folder.resolve("model.safetensors");
    Path widths = folder.resolve("widths.json");
    SourceNames names = SourceNames.of(source);
    Map<String, Tensor> tensors = names.tensors(source.compressed().graph());
    new SafetensorsWriter().write(tensors, Map.of("format", "pt"), weights);
    write(names.widths(source), widths);
    return new VerifiedOutput(
        List.of(OutputFile.binary(weights), OutputFile.json(widths)),
        List.of(readsBack(weights, tensors)));
  }

  private static void write(Widths widths, Path file) {
    try {
      Files.write(file, widths.toJson());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private VerificationCheck readsBack(Path file, Map<String, Tensor> tensors) {
    try (Arena arena = Arena.ofShared()) {
      return VerificationCheck.of(
          "model.safetensors reads back as the weights of the result",
          reader.read(file, arena).tensors().equals(tensors),
          "%d tensors, byte by byte".formatted(tensors.size()));
    }
  }
}
