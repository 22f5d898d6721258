package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.FixtureFile;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that was built can be pruned as one that was exported. */
class ArchitectureGroupsTest {
  private static final long SEED = 31;

  @ParameterizedTest
  @CsvSource({
    "resnet18, resnet18",
    "resnet20-cifar10, resnet20",
    "mobilenet_v2, mobilenet_v2",
    "vit_tiny, vit_tiny_patch16_224"
  })
  void aBuiltNetworkHasTheGroupsOfItsExport(String fixture, String architecture) {
    FixtureFile.of(fixture + ".onnx");
    Graph exported = Fixtures.read(fixture);
    ImportedModel model =
        ArchitectureFixtures.build(ArchitectureFixtures.tensorsOf(exported), architecture);
    assertThat(prunableWidths(model.graph())).isEqualTo(prunableWidths(exported)).isNotEmpty();
  }

  @Test
  void theMlpAndTheHeadsOfABertCanBeCut() {
    Map<String, Tensor> tensors = SmallNetworks.bert(new RandomTensors(SEED));
    ImportedModel model = ArchitectureFixtures.build(tensors, "{\"type\":\"bert\",\"heads\":2}");
    assertThat(structure(model.graph()).groups())
        .filteredOn(ChannelGroup::prunable)
        .extracting(ChannelGroup::id)
        .contains(
            "encoder.layer.0.intermediate.dense",
            "encoder.layer.0.attention.self.query",
            "encoder.layer.0.attention.self.value");
  }

  private static List<Integer> prunableWidths(Graph graph) {
    return structure(graph).groups().stream()
        .filter(ChannelGroup::prunable)
        .map(ChannelGroup::channels)
        .sorted()
        .toList();
  }

  private static ChannelStructure structure(Graph graph) {
    Graph normalized = Normalization.normalize(graph).graph();
    return new ChannelAnalysis().analyze(ShapeInference.infer(normalized));
  }
}
