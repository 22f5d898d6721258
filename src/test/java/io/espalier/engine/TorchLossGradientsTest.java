package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.train.Loss;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchLossGradientsTest extends LossGradientsContract {
  private static final int ROUNDS = 100;

  @Override
  TorchLossGradients gradients() {
    return new TorchLossGradients(Device.CPU, 2);
  }

  @Override
  ResidentModels models() {
    return new TorchResidentModels(Device.CPU, 2);
  }

  @Test
  void batchesKeepNothing() {
    NetworkBuilder net = new NetworkBuilder("small", 1);
    String y = net.linear(net.input("x", 2), 2, 3);
    TypedGraph network = ShapeInference.infer(net.output(y, 3).build());
    TensorBatch batch = new TensorBatch(TrainingCase.normal(1, 1, 2), Tensor.vector(2));
    Loss loss = new Loss.CrossEntropy(0);
    try (TorchLossGradient gradient =
        (TorchLossGradient) gradients().open(network, List.of("linear0.bias"), loss)) {
      int before = gradient.managedArrays();
      for (int i = 0; i < ROUNDS; i++) {
        gradient.of(batch);
      }
      assertThat(gradient.managedArrays()).isEqualTo(before).isPositive();
    }
  }
}
