package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Parity;
import io.espalier.format.ImportedModel;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small vision transformers against loops. */
class VitReferenceTest {
  private static final long SEED = 13;
  private static final int WIDTH = 12;
  private static final int HEADS = 3;
  private static final int PATCHES = 9;
  private static final int BATCH = 2;
  private static final double EPSILON = 1e-6;
  private static final String ARCHITECTURE = "{\"type\":\"vit\",\"heads\":3}";

  private final RandomTensors tensors = new RandomTensors(SEED);
  private final Tensor images = tensors.draw(0, 1, BATCH, 3, 12, 12);

  @Test
  void theMeanOfAllPatchesIsPooledWithoutAClassToken() {
    embedding(PATCHES);
    block(0, true, false);
    tensors.norm("fc_norm", WIDTH).linear("head", 5, WIDTH);

    PlainArray x = patches().plus(tensors.get("pos_embed"));
    PlainArray pooled = mean(apply(x, 0), 0);
    PlainArray logits = tensors.linear(tensors.layerNorm(pooled, "fc_norm", EPSILON), "head");

    assertLogits(logits, ARCHITECTURE);
  }

  @Test
  void theMeanOfThePatchesLeavesTheClassTokenOut() {
    embedding(PATCHES + 1);
    tensors.put("cls_token", 0, 1, 1, 1, WIDTH);
    block(0, true, false);
    tensors.norm("norm", WIDTH).linear("head", 5, WIDTH);

    PlainArray x = joined(tensors.get("cls_token"), patches()).plus(tensors.get("pos_embed"));
    PlainArray normed = tensors.layerNorm(apply(x, 0), "norm", EPSILON);
    PlainArray logits = tensors.linear(mean(normed, 1), "head");

    assertLogits(logits, "{\"type\":\"vit\",\"heads\":3,\"pooling\":\"average\"}");
  }

  @Test
  void layerScaleAndMissingQueryBiasesAreSeen() {
    embedding(PATCHES);
    tensors.put("cls_token", 0, 1, 1, 1, WIDTH);
    block(0, false, true);
    block(1, false, true);
    tensors.norm("norm", WIDTH).linear("head", 5, WIDTH);

    PlainArray placed = patches().plus(tensors.get("pos_embed"));
    PlainArray x = apply(apply(joined(tensors.get("cls_token"), placed), 0), 1);
    PlainArray normed = tensors.layerNorm(x, "norm", EPSILON);
    PlainArray logits = tensors.linear(token(normed, 0), "head");

    assertLogits(logits, "{\"type\":\"deit\",\"heads\":3,\"depth\":2}");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.5})
  void bothHeadsOfADistilledNetworkAreAveraged(double epsilon) {
    embedding(PATCHES + 2);
    tensors.put("cls_token", 0, 1, 1, 1, WIDTH).put("dist_token", 0, 1, 1, 1, WIDTH);
    block(0, true, false);
    tensors.norm("norm", WIDTH).linear("head", 5, WIDTH).linear("head_dist", 5, WIDTH);

    PlainArray all = joined(tensors.get("cls_token"), joined(tensors.get("dist_token"), patches()));
    PlainArray x = apply(all.plus(tensors.get("pos_embed")), 0, epsilon);
    PlainArray normed = tensors.layerNorm(x, "norm", epsilon);
    PlainArray first = tensors.linear(token(normed, 0), "head");
    PlainArray logits = first.plus(tensors.linear(token(normed, 1), "head_dist")).map(y -> y / 2);

    assertLogits(logits, "{\"type\":\"deit\",\"heads\":3,\"epsilon\":%s}".formatted(epsilon));
  }

  @Test
  void withoutAHeadTheFeaturesAreGiven() {
    embedding(PATCHES + 1);
    tensors.put("cls_token", 0, 1, 1, 1, WIDTH);
    block(0, true, false);
    tensors.norm("norm", WIDTH);

    PlainArray x = joined(tensors.get("cls_token"), patches()).plus(tensors.get("pos_embed"));
    PlainArray features = token(tensors.layerNorm(apply(x, 0), "norm", EPSILON), 0);

    ImportedModel model = ArchitectureFixtures.build(tensors.all(), ARCHITECTURE);
    Parity.assertEqual(List.of(features.toTensor()), ArchitectureFixtures.run(model, images));
    assertThat(model.graph().outputs()).extracting(ValueInfo::name).containsExactly("features");
    assertThat(model.warnings())
        .containsExactly(
            "The tensor (head.weight) is not there: the network gives features instead of logits.");
  }

  private void assertLogits(PlainArray logits, String architecture) {
    ImportedModel model = ArchitectureFixtures.build(tensors.all(), architecture);
    Parity.assertEqual(List.of(logits.toTensor()), ArchitectureFixtures.run(model, images));
    assertThat(model.warnings()).isEmpty();
  }

  private void embedding(int positions) {
    tensors.weight("patch_embed.proj.weight", WIDTH, 3, 4, 4);
    tensors.weight("patch_embed.proj.bias", WIDTH);
    tensors.put("pos_embed", 0, 1, 1, positions, WIDTH);
  }

  private void block(int index, boolean bias, boolean scales) {
    String block = "blocks." + index + ".";
    tensors.norm(block + "norm1", WIDTH).norm(block + "norm2", WIDTH);
    tensors.weight(block + "attn.qkv.weight", 3 * WIDTH, WIDTH);
    if (bias) {
      tensors.weight(block + "attn.qkv.bias", 3 * WIDTH);
    }
    if (scales) {
      tensors.put(block + "ls1.gamma", 1, 0.3, WIDTH).put(block + "ls2.gamma", 1, 0.3, WIDTH);
    }
    tensors.linear(block + "attn.proj", WIDTH, WIDTH);
    tensors.linear(block + "mlp.fc1", 20, WIDTH).linear(block + "mlp.fc2", WIDTH, 20);
  }

  /** The patches of the images, row by row, {@code [B, T, D]}. */
  private PlainArray patches() {
    PlainArray maps =
        PlainArray.of(images)
            .conv(tensors.get("patch_embed.proj.weight"), 4, 0, 1)
            .plusChannels(tensors.get("patch_embed.proj.bias"));
    PlainArray y = PlainArray.zeros(BATCH, PATCHES, WIDTH);
    for (int i = 0; i < y.values().length; i++) {
      int patch = i / WIDTH % PATCHES;
      y.values()[i] = maps.at(i / WIDTH / PATCHES, i % WIDTH, patch / 3, patch % 3);
    }
    return y;
  }

  private PlainArray apply(PlainArray x, int index) {
    return apply(x, index, EPSILON);
  }

  private PlainArray apply(PlainArray x, int index, double epsilon) {
    String block = "blocks." + index + ".";
    PlainArray attended = attention(tensors.layerNorm(x, block + "norm1", epsilon), block);
    PlainArray y = x.plus(scaled(attended, block + "ls1.gamma"));
    PlainArray inner =
        tensors.linear(tensors.layerNorm(y, block + "norm2", epsilon), block + "mlp.fc1").gelu();
    return y.plus(scaled(tensors.linear(inner, block + "mlp.fc2"), block + "ls2.gamma"));
  }

  private PlainArray attention(PlainArray x, String block) {
    PlainArray product = x.linear(tensors.get(block + "attn.qkv.weight"));
    if (tensors.all().containsKey(block + "attn.qkv.bias")) {
      product = product.plus(tensors.get(block + "attn.qkv.bias"));
    }
    PlainArray seen = PlainArray.zeros(BATCH, x.shape()[1]).map(y -> 1);
    PlainArray context =
        PlainAttention.attend(third(product, 0), third(product, 1), third(product, 2), HEADS, seen);
    return tensors.linear(context, block + "attn.proj");
  }

  private static PlainArray third(PlainArray product, int part) {
    PlainArray y = PlainArray.zeros(BATCH, product.shape()[1], WIDTH);
    for (int i = 0; i < y.values().length; i++) {
      y.values()[i] = product.values()[i / WIDTH * 3 * WIDTH + part * WIDTH + i % WIDTH];
    }
    return y;
  }

  private PlainArray scaled(PlainArray x, String scale) {
    return tensors.all().containsKey(scale) ? x.times(tensors.get(scale)) : x;
  }

  private static PlainArray joined(PlainArray token, PlainArray tokens) {
    int count = tokens.shape()[1] + 1;
    PlainArray y = PlainArray.zeros(BATCH, count, WIDTH);
    for (int i = 0; i < y.values().length; i++) {
      int position = i / WIDTH % count;
      y.values()[i] =
          position == 0
              ? token.values()[i % WIDTH]
              : tokens.at(i / WIDTH / count, position - 1, i % WIDTH);
    }
    return y;
  }

  private static PlainArray token(PlainArray x, int position) {
    PlainArray y = PlainArray.zeros(BATCH, WIDTH);
    for (int i = 0; i < y.values().length; i++) {
      y.values()[i] = x.at(i / WIDTH, position, i % WIDTH);
    }
    return y;
  }

  private static PlainArray mean(PlainArray x, int from) {
    PlainArray sum = token(x, from);
    for (int position = from + 1; position < x.shape()[1]; position++) {
      sum = sum.plus(token(x, position));
    }
    return sum.map(value -> value / (x.shape()[1] - from));
  }
}
