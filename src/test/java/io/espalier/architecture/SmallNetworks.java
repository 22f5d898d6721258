package io.espalier.architecture;

import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;

/** The tensors of one small network of each family. */
final class SmallNetworks {
  private SmallNetworks() {}

  static Map<String, Tensor> vit(RandomTensors tensors) {
    tensors.weight("patch_embed.proj.weight", 8, 3, 4, 4).weight("patch_embed.proj.bias", 8);
    tensors.put("cls_token", 0, 1, 1, 1, 8).put("pos_embed", 0, 1, 1, 10, 8);
    for (int i = 0; i < 2; i++) {
      String block = "blocks." + i + ".";
      tensors.norm(block + "norm1", 8).norm(block + "norm2", 8);
      tensors.linear(block + "attn.qkv", 24, 8).linear(block + "attn.proj", 8, 8);
      tensors.linear(block + "mlp.fc1", 10, 8).linear(block + "mlp.fc2", 8, 10);
    }
    return tensors.norm("norm", 8).linear("head", 5, 8).all();
  }

  static Map<String, Tensor> bert(RandomTensors tensors) {
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
    tensors.linear(layer + "intermediate.dense", 14, 8).linear(layer + "output.dense", 8, 14);
    return tensors.norm(layer + "output.LayerNorm", 8).linear("pooler.dense", 8, 8).all();
  }

  static Map<String, Tensor> resNet(RandomTensors tensors) {
    tensors.weight("conv1.weight", 4, 3, 7, 7).batchNorm("bn1", 4);
    bottleneck(tensors, "layer1.0", 4, 4, 8);
    bottleneck(tensors, "layer1.1", 8, 4, 8);
    bottleneck(tensors, "layer2.0", 8, 8, 12);
    return tensors.linear("fc", 5, 12).all();
  }

  private static void bottleneck(RandomTensors tensors, String block, int in, int inner, int out) {
    tensors.weight(block + ".conv1.weight", inner, in, 1, 1).batchNorm(block + ".bn1", inner);
    tensors.weight(block + ".conv2.weight", inner, inner / 2, 3, 3);
    tensors.batchNorm(block + ".bn2", inner);
    tensors.weight(block + ".conv3.weight", out, inner, 1, 1).batchNorm(block + ".bn3", out);
    if (in != out) {
      tensors.weight(block + ".downsample.0.weight", out, in, 1, 1);
      tensors.batchNorm(block + ".downsample.1", out);
    }
  }

  /** Of option A, with one block a stage. */
  static Map<String, Tensor> cifarResNet(RandomTensors tensors) {
    tensors.weight("conv1.weight", 4, 3, 3, 3).batchNorm("bn1", 4);
    int[] widths = {4, 4, 6, 8};
    for (int stage = 1; stage < widths.length; stage++) {
      String block = "layer" + stage + ".0.";
      int width = widths[stage];
      tensors.weight(block + "conv1.weight", width, widths[stage - 1], 3, 3);
      tensors.batchNorm(block + "bn1", width);
      tensors.weight(block + "conv2.weight", width, width, 3, 3);
      tensors.batchNorm(block + "bn2", width);
    }
    return tensors.linear("linear", 5, 8).all();
  }

  static Map<String, Tensor> vgg(RandomTensors tensors) {
    int[] numbers = {0, 4, 7};
    for (int i = 0; i < numbers.length; i++) {
      tensors.weight("features." + numbers[i] + ".weight", 4, i == 0 ? 3 : 4, 3, 3);
      tensors.weight("features." + numbers[i] + ".bias", 4);
      tensors.batchNorm("features." + (numbers[i] + 1), 4);
    }
    tensors.linear("classifier.0", 6, 4 * 9).linear("classifier.3", 6, 6);
    return tensors.linear("classifier.6", 5, 6).all();
  }

  static Map<String, Tensor> mobileNet(RandomTensors tensors) {
    tensors.weight("features.0.0.weight", 4, 3, 3, 3).batchNorm("features.0.1", 4);
    tensors.weight("features.1.conv.0.0.weight", 4, 1, 3, 3);
    tensors.batchNorm("features.1.conv.0.1", 4);
    tensors.weight("features.1.conv.1.weight", 2, 4, 1, 1).batchNorm("features.1.conv.2", 2);
    for (int i = 2; i < 18; i++) {
      String block = "features." + i + ".conv.";
      int wide = 6;
      tensors.weight(block + "0.0.weight", wide, 2, 1, 1).batchNorm(block + "0.1", wide);
      tensors.weight(block + "1.0.weight", wide, 1, 3, 3).batchNorm(block + "1.1", wide);
      tensors.weight(block + "2.weight", 2, wide, 1, 1).batchNorm(block + "3", 2);
    }
    tensors.weight("features.18.0.weight", 6, 2, 1, 1).batchNorm("features.18.1", 6);
    return tensors.linear("classifier.1", 5, 6).all();
  }
}
