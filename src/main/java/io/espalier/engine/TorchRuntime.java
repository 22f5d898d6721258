package io.espalier.engine;

import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.Problem;
import java.util.List;

/** libtorch through DJL: compiles a graph to one TorchScript program and runs it. */
public final class TorchRuntime {
  private final Device device;
  private final int threads;

  /**
   * Loads nothing yet; the native library comes with the first {@link #compile}.
   *
   * @param threads threads of one operator, at least 1; the first runtime of a process decides
   */
  public TorchRuntime(Device device, int threads) {
    this.device = device;
    this.threads = threads;
  }

  /** Every node that cannot be compiled exactly, and why; empty when the graph compiles. */
  public static List<Problem> unsupported(TypedGraph typed) {
    throw new UnsupportedOperationException(typed.graph().name());
  }

  /**
   * Compiles a graph.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem of {@link
   *     #unsupported}
   */
  public RunnableModel compile(TypedGraph typed) {
    throw new UnsupportedOperationException(device + " " + threads + typed.graph().name());
  }
}
