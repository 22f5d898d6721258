package io.espalier.engine;

class TorchAlgebraTest extends LinearAlgebraContract {
  private final TorchAlgebra algebra = new TorchAlgebra(Device.CPU, 2);

  @Override
  LinearAlgebra algebra() {
    return algebra;
  }
}
