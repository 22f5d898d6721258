package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.engine.Parity;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a vision transformer must agree with, and its distilled form under two namings. */
class VitFaultsTest {
  private static final long SEED = 15;
  private static final int WIDTH = 12;

  private final RandomTensors tensors = new RandomTensors(SEED);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heads|5| The width (12) of the network must be a multiple of its heads (5).",
        "imageSize|14| The imageSize (14) must be a multiple of the patchSize (4).",
        "imageSize|16| The tensor (pos_embed) is float[1,11,12]; the architecture needs the shape [1, 18, 12].",
        "patchSize|8| The tensor (patch_embed.proj.weight) is float[12,3,4,4]; the architecture needs the shape [any, 3, 8, 8].",
        "width|24| The width of the tensor (patch_embed.proj.weight) is 12; the architecture has 24."
      })
  void tellsWhatDisagreesWithTheDescription(String option, int value, String message) {
    distilled();
    String heads = option.equals("heads") ? "" : "\"heads\":3,";
    String architecture = "{\"type\":\"vit\",%s\"%s\":%d}".formatted(heads, option, value);
    assertThat(problems(tensors.all(), architecture))
        .extracting(Problem::message)
        .contains(message);
  }

  @Test
  void tellsThatPositionsAreNoSquare() {
    distilled();
    tensors.put("pos_embed", 0, 1, 1, 13, WIDTH);
    assertThat(problems(tensors.all(), "{\"type\":\"vit\",\"heads\":3}"))
        .extracting(Problem::code)
        .contains("architecture-image-size");
  }

  @Test
  void refusesVariantsThatComputeSomethingElse() {
    distilled();
    tensors.put("reg_token", 0, 1, 1, 4, WIDTH);
    assertThat(problems(tensors.all(), "{\"type\":\"vit\",\"heads\":3}"))
        .extracting(Problem::message)
        .containsExactly(
            "The tensor (reg_token) belongs to a variant of ViT that is not supported. Export the"
                + " model as ONNX instead.");
  }

  @Test
  void tellsEveryTensorThatABlockIsWithout() {
    distilled();
    tensors.put("blocks.2.norm1.weight", 1, 0.1, WIDTH);
    assertThat(problems(tensors.all(), "{\"type\":\"vit\",\"heads\":3}"))
        .extracting(Problem::code)
        .containsOnly("architecture-missing-tensor")
        .hasSize(23);
  }

  @Test
  void aDistilledNetworkOfTransformersGivesTheLogitsOfTimms() {
    distilled();
    Tensor images = tensors.draw(0, 1, 2, 3, 12, 12);
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors.all().forEach((name, tensor) -> rename(renamed, name, tensor));
    ImportedModel expected =
        ArchitectureFixtures.build(
            tensors.all(), "{\"type\":\"deit\",\"heads\":3,\"epsilon\":1e-12}");
    ImportedModel model =
        ArchitectureFixtures.build(
            renamed,
            "{\"architectures\":[\"DeiTForImageClassificationWithTeacher\"],\"num_attention_heads\":3}");
    assertThat(model.sources().keySet()).isEqualTo(renamed.keySet());
    Parity.assertEqual(
        ArchitectureFixtures.run(expected, images), ArchitectureFixtures.run(model, images));
  }

  private static void rename(Map<String, Tensor> renamed, String name, Tensor tensor) {
    String deit =
        name.replace("cls_token", "deit.embeddings.cls_token")
            .replace("dist_token", "deit.embeddings.distillation_token")
            .replace("pos_embed", "deit.embeddings.position_embeddings")
            .replace("patch_embed.proj", "deit.embeddings.patch_embeddings.projection")
            .replaceFirst("^norm\\.", "deit.layernorm.")
            .replace("head_dist.", "distillation_classifier.")
            .replaceFirst("^head\\.", "cls_classifier.")
            .replace("blocks.", "deit.encoder.layer.")
            .replace("norm1", "layernorm_before")
            .replace("norm2", "layernorm_after")
            .replace("attn.proj", "attention.output.dense")
            .replace("mlp.fc1", "intermediate.dense")
            .replace("mlp.fc2", "output.dense");
    List<String> parts = List.of("query", "key", "value");
    for (int i = 0; i < parts.size() && name.contains("attn.qkv"); i++) {
      int[] rows = IntStream.range(i * WIDTH, (i + 1) * WIDTH).toArray();
      renamed.put(
          deit.replace("attn.qkv", "attention.attention." + parts.get(i)), tensor.gather(0, rows));
    }
    if (!name.contains("attn.qkv")) {
      renamed.put(deit, tensor);
    }
  }

  private void distilled() {
    tensors.weight("patch_embed.proj.weight", WIDTH, 3, 4, 4);
    tensors.weight("patch_embed.proj.bias", WIDTH);
    tensors.put("pos_embed", 0, 1, 1, 11, WIDTH);
    tensors.put("cls_token", 0, 1, 1, 1, WIDTH).put("dist_token", 0, 1, 1, 1, WIDTH);
    String block = "blocks.0.";
    tensors.norm(block + "norm1", WIDTH).norm(block + "norm2", WIDTH);
    tensors.linear(block + "attn.qkv", 3 * WIDTH, WIDTH);
    tensors.linear(block + "attn.proj", WIDTH, WIDTH);
    tensors.linear(block + "mlp.fc1", 20, WIDTH).linear(block + "mlp.fc2", WIDTH, 20);
    tensors.norm("norm", WIDTH).linear("head", 5, WIDTH).linear("head_dist", 5, WIDTH);
  }

  private static List<Problem> problems(Map<String, Tensor> tensors, String architecture) {
    EspalierException refusal =
        catchThrowableOfType(
            EspalierException.class, () -> ArchitectureFixtures.build(tensors, architecture));
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.problems();
  }
}
