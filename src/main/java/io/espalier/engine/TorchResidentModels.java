package io.espalier.engine;

import io.espalier.engine.emit.ResidentProgram;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;

/** libtorch through DJL: one program, whose weights are arguments. */
public final class TorchResidentModels implements ResidentModels {
  private final Device device;
  private final int threads;

  /**
   * Loads nothing yet.
   *
   * @param threads threads of one operator, as {@link TorchRuntime} takes them
   */
  public TorchResidentModels(Device device, int threads) {
    this.device = device;
    this.threads = threads;
  }

  @Override
  public ResidentModel open(TypedGraph network, List<String> values) {
    ResidentProgram program = ResidentProgram.of(network, values);
    return TorchResidentModel.open(LibTorch.load(threads), device, network.graph(), program);
  }
}
