package io.espalier.engine;

import io.espalier.engine.emit.DerivativeProgram;
import io.espalier.engine.train.Loss;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;

/** libtorch through DJL: forward and backward are one program. */
public final class TorchLossGradients implements LossGradients {
  private final Device device;
  private final int threads;

  /**
   * Loads nothing yet.
   *
   * @param threads threads of one operator, as {@link TorchRuntime} takes them
   */
  public TorchLossGradients(Device device, int threads) {
    this.device = device;
    this.threads = threads;
  }

  @Override
  public LossGradient open(TypedGraph network, List<String> constants, Loss loss) {
    DerivativeProgram program = DerivativeProgram.of(network, constants, loss);
    return TorchLossGradient.open(LibTorch.load(threads), device, program, loss);
  }
}
