package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.architecture.CifarResNetArchitecture.Shortcut;
import io.espalier.architecture.ResNetArchitecture.Block;
import io.espalier.architecture.ResNetArchitecture.Strides;
import io.espalier.architecture.VitArchitecture.Extents;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureReaderTest {

  @Test
  void readsANameOfEachFamily() {
    assertThat(ArchitectureReader.parse("resnext50_32x4d"))
        .isEqualTo(
            new ResNetArchitecture(
                Optional.of(Block.BOTTLENECK),
                List.of(3, 4, 6, 3),
                Optional.of(32),
                Strides.usual(),
                Activation.RELU,
                224));
    assertThat(ArchitectureReader.parse("resnet110"))
        .isEqualTo(new CifarResNetArchitecture(Optional.of(18), Optional.empty(), 32));
    assertThat(ArchitectureReader.parse("vgg19_bn"))
        .isEqualTo(new VggArchitecture(List.of(2, 2, 4, 4, 4), Optional.of(true), 224));
    assertThat(ArchitectureReader.parse(" mobilenet_v2\n"))
        .isEqualTo(new MobileNetV2Architecture(224));
    assertThat(ArchitectureReader.parse("deit_small_patch16_224"))
        .isEqualTo(
            new VitArchitecture(
                6,
                new Extents(Optional.of(12), Optional.of(384), Optional.of(16), Optional.of(224)),
                Optional.empty(),
                Optional.empty(),
                Activation.GELU));
  }

  @Test
  void readsOptionsBesideAName() {
    assertThat(ArchitectureReader.parse("{\"type\":\"resnet20\",\"shortcut\":\"B\"}"))
        .isEqualTo(new CifarResNetArchitecture(Optional.of(3), Optional.of(Shortcut.B), 32));
    assertThat(ArchitectureReader.parse("{\"type\":\"mobilenet_v2\",\"imageSize\":160}"))
        .isEqualTo(new MobileNetV2Architecture(160));
  }

  @Test
  void readsTheConfigurationOfTransformers() {
    String config =
        """
        {"architectures": ["BertForSequenceClassification"],
         "attention_probs_dropout_prob": 0.1, "hidden_act": "gelu", "hidden_size": 384,
         "id2label": {"0": "no", "1": "yes"}, "intermediate_size": 1536,
         "layer_norm_eps": 1e-12, "max_position_embeddings": 512, "model_type": "bert",
         "num_attention_heads": 12, "num_hidden_layers": 6,
         "position_embedding_type": "absolute", "torch_dtype": "float32", "vocab_size": 30522}
        """;
    assertThat(ArchitectureReader.parse(config))
        .isEqualTo(
            new BertArchitecture(12, Optional.of(6), Optional.of(384), 1e-12, Activation.GELU));
  }

  @ParameterizedTest
  @MethodSource("io.espalier.architecture.ArchitectureReader#names")
  void readsEveryNameAlone(String name) {
    if (List.of("vit", "deit", "bert").contains(name)) {
      assertThat(problems(name))
          .containsExactly(
              new Problem(
                  "/architecture/heads",
                  "missing",
                  "The heads is missing. Give it: Heads of each attention."));
    } else {
      assertThat(ArchitectureReader.parse(name)).isNotNull();
    }
  }

  @Test
  void tellsTheNearestNameOfOneThatIsUnknown() {
    assertThat(problems("resnet19"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("unknown-type"))
        .satisfies(problem -> assertThat(problem.message()).endsWith("Did you mean (resnet18)?"));
  }

  @Test
  void tellsEveryFaultOfTheOptionsAtOnce() {
    assertThat(
            problems(
                "{\"type\":\"vit\",\"heads\":0,\"depth\":1.5,\"head\":3,\"activation\":\"selu\"}"))
        .extracting(Problem::place, Problem::code)
        .containsExactlyInAnyOrder(
            tuple("/architecture/heads", "out-of-range"),
            tuple("/architecture/depth", "wrong-type"),
            tuple("/architecture/head", "unknown-field"),
            tuple("/architecture/activation", "unknown-value"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"model_type\":\"bert\",\"num_attention_heads\":2,\"position_embedding_type\":\"relative_key\"}; unknown-value",
        "{\"model_type\":\"bert\",\"num_attention_heads\":2,\"is_decoder\":true}; wrong-type",
        "{\"model_type\":\"bert\"}; missing",
        "{\"model_type\":\"llama\"}; unknown-type",
        "{\"architectures\":[\"SwinModel\"]}; unknown-type",
        "{\"heads\":2}; architecture-unnamed"
      })
  void refusesConfigurationsOfOtherNetworks(String config, String code) {
    assertThat(problems(config)).extracting(Problem::code).containsExactly(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"type\":\"vit\",}", "{\"type\":\"vit\"} {}"})
  void refusesTextThatIsNoJson(String text) {
    EspalierException refusal =
        catchThrowableOfType(EspalierException.class, () -> ArchitectureReader.parse(text));
    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    assertThat(refusal).hasMessageStartingWith("The architecture ");
  }

  private static List<Problem> problems(String text) {
    EspalierException refusal =
        catchThrowableOfType(EspalierException.class, () -> ArchitectureReader.parse(text));
    assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    return refusal.problems();
  }
}
