package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Parity;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small BERTs against loops. */
class BertReferenceTest {
  private static final long SEED = 14;
  private static final int WIDTH = 8;
  private static final int HEADS = 2;
  private static final int BATCH = 2;
  private static final int TOKENS = 5;
  private static final double EPSILON = 1e-12;
  private static final long[] IDS = {1, 5, 9, 2, 0, 3, 3, 0, 10, 6};
  private static final long[] MASK = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
  private static final long[] SEGMENTS = {0, 0, 1, 1, 1, 0, 1, 1, 0, 0};
  private static final String ARCHITECTURE = "{\"type\":\"bert\",\"heads\":2}";

  private final RandomTensors tensors = new RandomTensors(SEED);

  @Test
  void givesTheTokensAndThePooledFirstOne() {
    encoder("");
    tensors.linear("pooler.dense", WIDTH, WIDTH);

    PlainArray tokens = encoded("", PlainArray::gelu);
    PlainArray pooled = tensors.linear(first(tokens), "pooler.dense").map(Math::tanh);

    ImportedModel model = ArchitectureFixtures.build(tensors.all(), ARCHITECTURE);
    assertOutputs(model, tokens, pooled);
    assertThat(model.graph().outputs())
        .extracting(ValueInfo::toString)
        .containsExactly(
            "last_hidden_state: float[batch,sequence,8]", "pooler_output: float[batch,8]");
  }

  @Test
  void classifiesWholeSequencesThroughThePooler() {
    encoder("bert.");
    tensors.linear("bert.pooler.dense", WIDTH, WIDTH).linear("classifier", 3, WIDTH);

    PlainArray pooled =
        tensors
            .linear(first(encoded("bert.", PlainArray::gelu)), "bert.pooler.dense")
            .map(Math::tanh);

    ImportedModel model = ArchitectureFixtures.build(tensors.all(), ARCHITECTURE);
    assertOutputs(model, tensors.linear(pooled, "classifier"));
  }

  @Test
  void classifiesEachTokenWithoutAPooler() {
    encoder("bert.");
    tensors.linear("classifier", 3, WIDTH);

    PlainArray tokens = encoded("bert.", PlainArray::gelu);

    ImportedModel model = ArchitectureFixtures.build(tensors.all(), ARCHITECTURE);
    assertOutputs(model, tensors.linear(tokens, "classifier"));
  }

  @ParameterizedTest
  @CsvSource({"relu", "silu", "gelu_new"})
  void takesTheActivationOfTheConfiguration(String name) {
    encoder("bert.");

    PlainArray tokens = encoded("bert.", x -> x.map(value -> activation(name, value)));

    String config =
        "{\"model_type\":\"bert\",\"num_attention_heads\":2,\"hidden_act\":\"%s\"}".formatted(name);
    assertOutputs(ArchitectureFixtures.build(tensors.all(), config), tokens);
  }

  @Test
  void knowsNormsThatWereNamedByTensorFlow() {
    encoder("bert.");
    PlainArray tokens = encoded("bert.", PlainArray::gelu);
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors
        .all()
        .forEach(
            (name, tensor) ->
                renamed.put(
                    name.replace("LayerNorm.weight", "LayerNorm.gamma")
                        .replace("LayerNorm.bias", "LayerNorm.beta"),
                    tensor));
    ImportedModel model = ArchitectureFixtures.build(renamed, ARCHITECTURE);
    assertOutputs(model, tokens);
    assertThat(model.sources().keySet()).isEqualTo(renamed.keySet());
  }

  private static double activation(String name, double x) {
    return switch (name) {
      case "relu" -> Math.max(0, x);
      case "silu" -> x / (1 + Math.exp(-x));
      default -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
    };
  }

  private static void assertOutputs(ImportedModel model, PlainArray... expected) {
    long[] shape = {BATCH, TOKENS};
    Map<String, Tensor> inputs =
        Map.of(
            "input_ids", Tensor.ofLongs(shape, IDS),
            "attention_mask", Tensor.ofLongs(shape, MASK),
            "token_type_ids", Tensor.ofLongs(shape, SEGMENTS));
    List<Tensor> reference = List.of(expected).stream().map(PlainArray::toTensor).toList();
    Parity.assertEqual(reference, ArchitectureFixtures.run(model, inputs));
  }

  private void encoder(String prefix) {
    String embeddings = prefix + "embeddings.";
    tensors.put(embeddings + "word_embeddings.weight", 0, 1, 11, WIDTH);
    tensors.put(embeddings + "position_embeddings.weight", 0, 1, 7, WIDTH);
    tensors.put(embeddings + "token_type_embeddings.weight", 0, 1, 2, WIDTH);
    tensors.norm(embeddings + "LayerNorm", WIDTH);
    layer(prefix + "encoder.layer.0.");
    layer(prefix + "encoder.layer.1.");
  }

  private void layer(String layer) {
    for (String part : List.of("query", "key", "value")) {
      tensors.linear(layer + "attention.self." + part, WIDTH, WIDTH);
    }
    tensors.linear(layer + "attention.output.dense", WIDTH, WIDTH);
    tensors.norm(layer + "attention.output.LayerNorm", WIDTH);
    tensors.linear(layer + "intermediate.dense", 14, WIDTH);
    tensors.linear(layer + "output.dense", WIDTH, 14).norm(layer + "output.LayerNorm", WIDTH);
  }

  private PlainArray encoded(String prefix, UnaryOperator<PlainArray> activation) {
    String embeddings = prefix + "embeddings.";
    PlainArray x = PlainArray.zeros(BATCH, TOKENS, WIDTH);
    for (int i = 0; i < BATCH * TOKENS; i++) {
      for (int d = 0; d < WIDTH; d++) {
        x.values()[i * WIDTH + d] =
            tensors.get(embeddings + "word_embeddings.weight").at((int) IDS[i], d)
                + tensors.get(embeddings + "position_embeddings.weight").at(i % TOKENS, d)
                + tensors.get(embeddings + "token_type_embeddings.weight").at((int) SEGMENTS[i], d);
      }
    }
    PlainArray y = tensors.layerNorm(x, embeddings + "LayerNorm", EPSILON);
    y = layer(y, prefix + "encoder.layer.0.", activation);
    return layer(y, prefix + "encoder.layer.1.", activation);
  }

  private PlainArray layer(PlainArray x, String layer, UnaryOperator<PlainArray> activation) {
    PlainArray seen = PlainArray.of(Tensor.ofLongs(new long[] {BATCH, TOKENS}, MASK));
    PlainArray context =
        PlainAttention.attend(
            tensors.linear(x, layer + "attention.self.query"),
            tensors.linear(x, layer + "attention.self.key"),
            tensors.linear(x, layer + "attention.self.value"),
            HEADS,
            seen);
    PlainArray attended = tensors.linear(context, layer + "attention.output.dense").plus(x);
    PlainArray y = tensors.layerNorm(attended, layer + "attention.output.LayerNorm", EPSILON);
    PlainArray inner = activation.apply(tensors.linear(y, layer + "intermediate.dense"));
    PlainArray outer = tensors.linear(inner, layer + "output.dense").plus(y);
    return tensors.layerNorm(outer, layer + "output.LayerNorm", EPSILON);
  }

  private static PlainArray first(PlainArray tokens) {
    PlainArray y = PlainArray.zeros(BATCH, WIDTH);
    for (int i = 0; i < y.values().length; i++) {
      y.values()[i] = tokens.at(i / WIDTH, 0, i % WIDTH);
    }
    return y;
  }
}
