package io.espalier.engine;

import io.espalier.engine.emit.GraphEmitter;
import io.espalier.engine.emit.Program;
import io.espalier.graph.shape.TypedGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a graph as a TorchScript archive that {@code torch.jit.load} loads, its weights inside.
 *
 * <p>The module takes the graph's inputs in order and returns its output, or a tuple of several. It
 * names no device, so it runs where {@code to} moves it. No native library is needed to write it.
 */
public final class TorchScriptExport {
  private TorchScriptExport() {}

  /**
   * Writes a new file; weights are streamed, and equal graphs give equal bytes.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every node that has no
   *     exact program; no file is made then
   * @throws UncheckedIOException when the file exists or cannot be written
   */
  public static void write(TypedGraph typed, Path target) {
    Program program = GraphEmitter.emit(typed);
    try (OutputStream stream = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      TorchScriptArchive.write(program, stream);
    } catch (IOException failure) {
      throw new UncheckedIOException("The TorchScript archive cannot be written.", failure);
    }
  }
}
