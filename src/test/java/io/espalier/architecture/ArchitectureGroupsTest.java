package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.FixtureFile;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
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
    RandomTensors tensors = new RandomTensors(SEED);
    tensors.put("embeddings.word_embeddings.weight", 0, 1, 11, 8);
    tensors.put("embeddings.position_embeddings.weight", 0, 1, 7, 8);
    tensors.put("embeddings.token_type_embeddings.weight", 0, 1, 2, 8);
    tensors.norm("embeddings.LayerNorm", 8);
    String layer = "encoder.layer.0.";
    for (String part : List.of("query", "key", "value")) {
      tensors.linear(layer + "attention.self." + part, 8, 8);
    }
    tensors.linear(layer + "attention.output.dense", 8, 8);
    tensors.norm(layer + "attention.output.LayerNorm", 8);
    tensors.linear(layer + "intermediate.dense", 14, 8);
    tensors.linear(layer + "output.dense", 8, 14).norm(layer + "output.LayerNorm", 8);
    ImportedModel model =
        ArchitectureFixtures.build(tensors.all(), "{\"type\":\"bert\",\"heads\":2}");
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
