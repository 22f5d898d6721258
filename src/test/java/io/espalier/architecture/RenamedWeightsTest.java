package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Npz;
import io.espalier.engine.Parity;
import io.espalier.format.FixtureFile;
import io.espalier.format.ImportedModel;
import io.espalier.format.safetensors.SafetensorsLimits;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Published weights under the names of other libraries give the same logits. */
class RenamedWeightsTest {
  private static final String[][] RESNET_NAMES = {
    {"^conv1\\.", "resnet.embedder.embedder.convolution."},
    {"^bn1\\.", "resnet.embedder.embedder.normalization."},
    {"^layer1\\.", "resnet.encoder.stages.0.layers."},
    {"^layer2\\.", "resnet.encoder.stages.1.layers."},
    {"^layer3\\.", "resnet.encoder.stages.2.layers."},
    {"^layer4\\.", "resnet.encoder.stages.3.layers."},
    {"(layers\\.\\d)\\.conv1\\.", "$1.layer.0.convolution."},
    {"(layers\\.\\d)\\.bn1\\.", "$1.layer.0.normalization."},
    {"(layers\\.\\d)\\.conv2\\.", "$1.layer.1.convolution."},
    {"(layers\\.\\d)\\.bn2\\.", "$1.layer.1.normalization."},
    {"downsample\\.0\\.", "shortcut.convolution."},
    {"downsample\\.1\\.", "shortcut.normalization."},
    {"^fc\\.", "classifier.1."},
  };
  private static final String[][] VIT_NAMES = {
    {"^cls_token", "vit.embeddings.cls_token"},
    {"^pos_embed", "vit.embeddings.position_embeddings"},
    {"^patch_embed\\.proj", "vit.embeddings.patch_embeddings.projection"},
    {"^norm\\.", "vit.layernorm."},
    {"^head\\.", "classifier."},
    {"^blocks\\.", "vit.encoder.layer."},
    {"norm1", "layernorm_before"},
    {"norm2", "layernorm_after"},
    {"attn\\.proj", "attention.output.dense"},
    {"mlp\\.fc1", "intermediate.dense"},
    {"mlp\\.fc2", "output.dense"},
    {"attn\\.qkv", "attention.attention.query"},
  };
  private static final String[][] TORCHVISION_VIT_NAMES = {
    {"^cls_token", "class_token"},
    {"^pos_embed", "encoder.pos_embedding"},
    {"^patch_embed\\.proj", "conv_proj"},
    {"^norm\\.", "encoder.ln."},
    {"^head\\.", "heads.head."},
    {"^blocks\\.", "encoder.layers.encoder_layer_"},
    {"norm1", "ln_1"},
    {"norm2", "ln_2"},
    {"attn\\.proj", "self_attention.out_proj"},
    {"mlp\\.fc1", "mlp.linear_1"},
    {"mlp\\.fc2", "mlp.linear_2"},
    {"attn\\.qkv\\.", "self_attention.in_proj_"},
  };

  @Test
  void aResNetOfTransformers() throws IOException {
    FixtureFile.of("resnet18.onnx");
    Map<String, Tensor> tensors =
        renamed(ArchitectureFixtures.tensorsOf(Fixtures.read("resnet18")), RESNET_NAMES);
    String config =
        """
        {"architectures": ["ResNetForImageClassification"], "layer_type": "basic",
         "depths": [2, 2, 2, 2], "hidden_act": "relu", "hidden_sizes": [64, 128, 256, 512]}
        """;
    assertPublished(ArchitectureFixtures.build(tensors, config), "resnet18.npz");
  }

  @Test
  void aVitOfTransformers() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    vit().forEach((name, tensor) -> split(tensors, rename(name, VIT_NAMES), tensor));
    String config =
        """
        {"architectures": ["ViTForImageClassification"], "model_type": "vit",
         "hidden_size": 64, "num_hidden_layers": 12, "num_attention_heads": 4,
         "intermediate_size": 256, "hidden_act": "gelu", "layer_norm_eps": 1e-6,
         "image_size": 28, "patch_size": 4, "num_channels": 1, "qkv_bias": true}
        """;
    ImportedModel model = ArchitectureFixtures.build(tensors, config);
    assertPublished(model, "vit12-fashion.npz");
    assertThat(model.sources().keySet()).isEqualTo(tensors.keySet());
  }

  @Test
  void aVitOfAnEarlyTorchvision() throws IOException {
    Map<String, Tensor> tensors = renamed(vit(), TORCHVISION_VIT_NAMES);
    ImportedModel model =
        ArchitectureFixtures.build(tensors, "{\"type\":\"vit\",\"heads\":4,\"imageSize\":28}");
    assertPublished(model, "vit12-fashion.npz");
  }

  @Test
  void namesThatParallelTrainingChangedAreKept() throws IOException {
    Map<String, Tensor> tensors = renamed(vit(), new String[][] {{"^", "module."}});
    ImportedModel model = ArchitectureFixtures.build(tensors, "{\"type\":\"vit\",\"heads\":4}");
    assertPublished(model, "vit12-fashion.npz");
    assertThat(model.sources()).containsKey("module.blocks.0.attn.qkv.weight");
  }

  /** The transformers library has one layer each for queries, keys and values. */
  private static void split(Map<String, Tensor> tensors, String name, Tensor tensor) {
    if (!name.contains("attention.query")) {
      tensors.put(name, tensor);
      return;
    }
    int width = (int) tensor.dim(0) / 3;
    List<String> parts = List.of("query", "key", "value");
    for (int i = 0; i < parts.size(); i++) {
      int[] rows = IntStream.range(i * width, (i + 1) * width).toArray();
      tensors.put(name.replace("query", parts.get(i)), tensor.gather(0, rows));
    }
  }

  private static Map<String, Tensor> vit() {
    return new SafetensorsReader(SafetensorsLimits.standard())
        .read(FixtureFile.of("vit12-fashion.safetensors"), Arena.ofAuto())
        .tensors();
  }

  private static Map<String, Tensor> renamed(Map<String, Tensor> tensors, String[][] names) {
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> renamed.put(rename(name, names), tensor));
    return renamed;
  }

  private static String rename(String name, String[][] names) {
    String renamed = name;
    for (String[] change : names) {
      renamed = renamed.replaceFirst(change[0], change[1]);
    }
    return renamed;
  }

  private static void assertPublished(ImportedModel model, String reference) throws IOException {
    Map<String, Tensor> arrays = Npz.read(FixtureFile.of(reference));
    Parity.assertEqual(List.of(arrays.get("y")), ArchitectureFixtures.run(model, arrays.get("x")));
  }
}
