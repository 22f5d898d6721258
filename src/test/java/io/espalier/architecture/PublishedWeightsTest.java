package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Npz;
import io.espalier.engine.Parity;
import io.espalier.format.FixtureFile;
import io.espalier.format.ImportedModel;
import io.espalier.format.SourceTensor;
import io.espalier.format.SourceTensor.Layout;
import io.espalier.format.pytorch.PytorchLimits;
import io.espalier.format.pytorch.PytorchReader;
import io.espalier.format.safetensors.SafetensorsLimits;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.format.state.StateDict;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights whose outputs PyTorch computed. */
class PublishedWeightsTest {

  @Test
  void aVitOfTimmNamesGivesThePublishedLogits() throws IOException {
    StateDict state =
        new SafetensorsReader(SafetensorsLimits.standard())
            .read(FixtureFile.of("vit12-fashion.safetensors"), Arena.ofAuto());
    ImportedModel model = ArchitectureFixtures.build(state, "{\"type\":\"vit\",\"heads\":4}");
    assertPublished(model, "vit12-fashion.npz");
    assertThat(model.warnings()).isEmpty();
    assertThat(model.sources().keySet()).isEqualTo(state.tensors().keySet());
    assertThat(model.sources())
        .containsEntry(
            "blocks.0.attn.qkv.weight",
            new SourceTensor("blocks.0.attn.qkv.weight", Layout.TRANSPOSED))
        .containsEntry("pos_embed", new SourceTensor("pos_embed", Layout.AS_IS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet20-cifar10.pth", "resnet20-cifar10-legacy.th"})
  void aCifarResNetGivesThePublishedLogits(String file) throws IOException {
    StateDict state =
        new PytorchReader(PytorchLimits.standard()).read(FixtureFile.of(file), Arena.ofAuto());
    ImportedModel model = ArchitectureFixtures.build(state, "resnet20");
    assertPublished(model, "resnet20-cifar10.npz");
    assertThat(model.warnings()).isEqualTo(state.warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "resnet18; resnet18",
        "resnet18; {\"type\":\"resnet\"}",
        "mobilenet_v2; mobilenet_v2",
        "vit_tiny; {\"type\":\"vit\",\"heads\":3}",
        "vit_tiny; vit_tiny_patch16_224.augreg_in21k",
        "resnet20-cifar10; {\"type\":\"cifar_resnet\",\"shortcut\":\"A\"}"
      })
  void theTensorsOfAnExportGiveThePublishedLogits(String fixture, String architecture)
      throws IOException {
    FixtureFile.of(fixture + ".onnx");
    Map<String, Tensor> tensors = ArchitectureFixtures.tensorsOf(Fixtures.read(fixture));
    assertPublished(ArchitectureFixtures.build(tensors, architecture), fixture + ".npz");
  }

  private static void assertPublished(ImportedModel model, String reference) throws IOException {
    Map<String, Tensor> arrays = Npz.read(FixtureFile.of(reference));
    Parity.assertEqual(List.of(arrays.get("y")), ArchitectureFixtures.run(model, arrays.get("x")));
  }
}
