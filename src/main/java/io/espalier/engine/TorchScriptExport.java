package io.espalier.engine;

import io.espalier.engine.emit.GraphEmitter;
import io.espalier.engine.emit.ScriptModule;
import io.espalier.graph.cost.CostModel;
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
 * makes tensors where its inputs are, so it runs where {@code to} moves it; without inputs it runs
 * where its weights are, and without these on the CPU. PyTorch 1.13 and later load it. No native
 * library is needed to write it.
 *
 * <p>What the cost model counts as learned are its parameters, running statistics and other
 * constants its buffers. They are named after the graph's constants: characters that no identifier
 * may hold become underscores. Types that PyTorch 1.13 lacks are held in wider ones.
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
    ScriptModule module = ScriptModule.of(GraphEmitter.emit(typed), CostModel.learned(typed));
    try (OutputStream stream = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      TorchScriptArchive.write(module, stream);
    } catch (IOException failure) {
      throw new UncheckedIOException("The TorchScript archive cannot be written.", failure);
    }
  }
}
