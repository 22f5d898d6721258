package io.espalier.engine;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.espalier.architecture.RandomNetworks.VitSizes;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A vision transformer in single array operations, layer by layer as the paper has it. */
final class HandwrittenVit {
  private static final double EPSILON = 1e-6;

  private final VitSizes sizes;
  private final Map<String, Tensor> weights;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  /**
   * @param weights of the graph; those of linear layers over tokens are {@code [in, out]}
   */
  HandwrittenVit(VitSizes sizes, Map<String, Tensor> weights) {
    this.sizes = sizes;
    this.weights = weights;
  }

  /** The gradient of the mean cross entropy for each of the named weights. */
  Map<String, float[]> gradients(Set<String> names, Tensor images, Tensor labels) {
    Engine engine = LibTorch.load(2);
    try (Model model = engine.newModel("vit", ai.djl.Device.cpu());
        Arena arena = Arena.ofConfined()) {
      NDManager manager = model.getNDManager();
      for (String name : names) {
        NDArray array = TorchArrays.copy(manager, weights.get(name), arena);
        array.setRequiresGradient(true);
        arrays.put(name, array);
      }
      NDArray x = TorchArrays.copy(manager, images, arena);
      NDArray y = TorchArrays.copy(manager, labels, arena);
      try (GradientCollector collector = engine.newGradientCollector()) {
        collector.backward(crossEntropy(logits(x), y));
      }
      Map<String, float[]> gradients = new LinkedHashMap<>();
      arrays.forEach((name, array) -> gradients.put(name, array.getGradient().toFloatArray()));
      return gradients;
    }
  }

  private NDArray crossEntropy(NDArray logits, NDArray labels) {
    NDArray classes = labels.oneHot(sizes.classes()).toType(DataType.FLOAT32, true);
    return logits.logSoftmax(-1).mul(classes).sum(new int[] {-1}).mean().neg();
  }

  private NDArray logits(NDArray images) {
    NDArray x = embedded(images);
    for (int i = 0; i < sizes.depth(); i++) {
      x = block("blocks." + i, x);
    }
    NDArray token = normed("norm", x).get(":, 0");
    return token.matMul(weight("head.weight").transpose()).add(weight("head.bias"));
  }

  /** A convolution without overlap is a product of every patch with one matrix. */
  private NDArray embedded(NDArray images) {
    int side = sizes.image() / sizes.patch();
    int patch = sizes.patch();
    long batch = images.getShape().get(0);
    long pixels = (long) sizes.channels() * patch * patch;
    NDArray patches =
        images
            .reshape(batch, sizes.channels(), side, patch, side, patch)
            .transpose(0, 2, 4, 1, 3, 5)
            .reshape(batch, (long) side * side, pixels);
    NDArray kernel = weight("patch_embed.proj.weight").reshape(sizes.width(), pixels);
    NDArray tokens = patches.matMul(kernel.transpose()).add(weight("patch_embed.proj.bias"));
    NDArray first = weight("cls_token").broadcast(new Shape(batch, 1, sizes.width()));
    return NDArrays.concat(new NDList(first, tokens), 1).add(weight("pos_embed"));
  }

  private NDArray block(String name, NDArray x) {
    NDArray middle = x.add(attention(name + ".attn", normed(name + ".norm1", x)));
    NDArray hidden = gelu(linear(name + ".mlp.fc1", normed(name + ".norm2", middle)));
    return middle.add(linear(name + ".mlp.fc2", hidden));
  }

  private NDArray attention(String name, NDArray x) {
    long batch = x.getShape().get(0);
    long tokens = x.getShape().get(1);
    long perHead = sizes.width() / sizes.heads();
    NDArray parts =
        linear(name + ".qkv", x)
            .reshape(batch, tokens, 3, sizes.heads(), perHead)
            .transpose(2, 0, 3, 1, 4);
    NDArray scores = parts.get(0).matMul(parts.get(1).swapAxes(-1, -2)).div(Math.sqrt(perHead));
    NDArray attended = scores.softmax(-1).matMul(parts.get(2));
    NDArray joined = attended.transpose(0, 2, 1, 3).reshape(batch, tokens, sizes.width());
    return linear(name + ".proj", joined);
  }

  private static NDArray gelu(NDArray x) {
    return x.mul(x.div(Math.sqrt(2)).erf().add(1)).mul(0.5);
  }

  private NDArray normed(String name, NDArray x) {
    NDArray centred = x.sub(x.mean(new int[] {-1}, true));
    NDArray variance = centred.square().mean(new int[] {-1}, true);
    NDArray normed = centred.div(variance.add(EPSILON).sqrt());
    return normed.mul(weight(name + ".weight")).add(weight(name + ".bias"));
  }

  private NDArray linear(String name, NDArray x) {
    return x.matMul(weight(name + ".weight")).add(weight(name + ".bias"));
  }

  private NDArray weight(String name) {
    return arrays.get(name);
  }
}
