package io.espalier.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.FixtureFile;
import io.espalier.format.state.StateDict;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that PyTorch itself wrote. */
class RealStateDictTest {
  private final PytorchReader reader = new PytorchReader(PytorchLimits.standard());

  @Test
  void readsBothFormatsToEqualTensors() {
    StateDict archive = read("resnet20-cifar10.pth");
    StateDict legacy = read("resnet20-cifar10-legacy.th");
    assertThat(legacy.tensors()).isEqualTo(archive.tensors());
    assertThat(archive.tensors().keySet()).contains("conv1.weight", "layer3.2.bn2.running_var");
    assertThat(archive.warnings()).isEmpty();
    assertThat(legacy.warnings())
        .containsExactly("The file holds more than the state dict, which is left out: best_prec1.");
  }

  @Test
  void readsTheWeightsOfTheSameNetworkAsOnnx() {
    Map<String, Tensor> state = read("resnet20-cifar10.pth").tensors();
    Map<String, Tensor> initializers = Fixtures.read("resnet20-cifar10").initializers();
    Collection<Tensor> constants = initializers.values();
    List<Tensor> weights =
        state.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(".weight"))
            .map(Map.Entry::getValue)
            .toList();
    assertThat(weights).hasSizeGreaterThan(20).allSatisfy(w -> assertThat(constants).contains(w));
  }

  private StateDict read(String name) {
    return reader.read(FixtureFile.of(name), Arena.ofAuto());
  }
}
