package io.espalier.engine;

import ai.djl.engine.Engine;
import io.espalier.engine.emit.GraphEmitter;
import io.espalier.engine.emit.Program;
import io.espalier.graph.Graph;
import io.espalier.graph.rewrite.FoldBatchNormalization;
import io.espalier.graph.rewrite.Passes;
import io.espalier.graph.rewrite.fuse.Fusion;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/** libtorch through DJL: compiles a graph to one TorchScript program and runs it. */
public final class TorchRuntime {
  private final Device device;
  private final int threads;

  /**
   * Loads nothing yet; the native library comes with the first {@link #compile}.
   *
   * @param threads threads of one operator, at least 1; they are those of the process, so the first
   *     runtime that compiles decides, and the {@link RuntimeInfo} tells the number in use
   */
  public TorchRuntime(Device device, int threads) {
    this.device = device;
    this.threads = threads;
  }

  /** The same on another device. */
  public TorchRuntime on(Device other) {
    return new TorchRuntime(other, threads);
  }

  /** Every node that cannot be compiled exactly, and why; empty when the graph compiles. */
  public static List<Problem> unsupported(TypedGraph typed) {
    return GraphEmitter.problems(typed);
  }

  /**
   * Compiles a graph to be run. What exporters spell out in many operators becomes one call of
   * libtorch, and a BatchNormalization goes into the weights before it; the program then reads
   * constants that the graph does not have, so it is not one to train.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem of {@link
   *     #unsupported}; INTERNAL_ERROR when libtorch cannot be loaded or refuses the program
   */
  public RunnableModel compile(TypedGraph typed) {
    Program program = GraphEmitter.emit(fused(typed));
    Engine engine = LibTorch.load(threads);
    return TorchModel.load(engine, device, typed, program);
  }

  /**
   * Loads an archive that {@link TorchScriptExport} wrote.
   *
   * @param typed the graph it was written from
   * @throws io.espalier.problem.EspalierException INTERNAL_ERROR when libtorch cannot be loaded or
   *     refuses the archive
   */
  public RunnableModel load(Path archive, TypedGraph typed) {
    return TorchModel.load(LibTorch.load(threads), device, typed, archive);
  }

  private static TypedGraph fused(TypedGraph typed) {
    Graph fused = Fusion.fuse(typed.graph()).graph();
    Graph folded = Passes.untilStable(List.of(new FoldBatchNormalization()), fused).graph();
    return folded == typed.graph() ? typed : ShapeInference.infer(folded);
  }
}
