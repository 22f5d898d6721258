package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Tensor;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchResidentModelsTest extends ResidentModelsContract {
  private static final int ROUNDS = 100;

  @Override
  TorchResidentModels models() {
    return new TorchResidentModels(Device.CPU, 2);
  }

  @Test
  void everySampleNetworkCanStayLoaded() {
    for (String name : SampleNetworks.names()) {
      TypedGraph network = ShapeInference.infer(SampleNetworks.build(name, 1));
      models().open(network, List.of()).close();
    }
  }

  @Test
  void runsAndReplacementsKeepNothing() {
    TypedGraph network = ShapeInference.infer(SampleNetworks.build("residual", 1));
    Tensor x = input(network, 2);
    try (TorchResidentModel model = (TorchResidentModel) models().open(network, List.of())) {
      int before = model.managedArrays();
      for (int i = 0; i < ROUNDS; i++) {
        model.run(x);
        network.graph().initializers().forEach(model::put);
      }
      assertThat(model.managedArrays()).isEqualTo(before).isPositive();
    }
  }
}
