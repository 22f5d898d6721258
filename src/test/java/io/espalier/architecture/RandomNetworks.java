package io.espalier.architecture;

import io.espalier.graph.Graph;
import java.util.stream.IntStream;

/** Networks of published architectures with random weights. */
public final class RandomNetworks {
  private static final long SEED = 5;
  private static final int STAGES = 3;
  private static final int IMAGENET_CLASSES = 1000;
  private static final int CLASSES = 10;

  private final RandomTensors tensors = new RandomTensors(SEED);

  private RandomNetworks() {}

  /**
   * Sizes of a vision transformer.
   *
   * @param image height and width
   */
  public record VitSizes(
      int channels, int image, int patch, int width, int depth, int heads, int classes) {
    /** The ViT-tiny of Touvron et al., ICML 2021. */
    public static VitSizes tiny() {
      return new VitSizes(3, 224, 16, 192, 12, 3, IMAGENET_CLASSES);
    }

    /** Twelve narrow blocks for small grey images. */
    public static VitSizes small() {
      return new VitSizes(1, 28, 4, 64, 12, 4, CLASSES);
    }
  }

  /**
   * A residual network for images of 32 pixels with shortcuts without weights.
   *
   * @param depth blocks of each of three stages; 3 make ResNet-20
   * @param width of the first stage; each later one is twice as wide
   */
  public static Graph cifarResNet(int depth, int width) {
    return new RandomNetworks().cifar(depth, width);
  }

  public static Graph resNet18() {
    return new RandomNetworks().basicBlocks();
  }

  public static Graph vit(VitSizes sizes) {
    return new RandomNetworks().transformer(sizes);
  }

  private Graph cifar(int depth, int width) {
    tensors.weight("conv1.weight", width, 3, 3, 3).batchNorm("bn1", width);
    int in = width;
    for (int stage = 1; stage <= STAGES; stage++) {
      int out = width << (stage - 1);
      for (int i = 0; i < depth; i++) {
        basicBlock("layer" + stage + "." + i, in, out);
        in = out;
      }
    }
    tensors.linear("linear", CLASSES, in);
    return build("{\"type\":\"cifar_resnet\",\"imageSize\":32}");
  }

  private void basicBlock(String block, int in, int out) {
    tensors.weight(block + ".conv1.weight", out, in, 3, 3).batchNorm(block + ".bn1", out);
    tensors.weight(block + ".conv2.weight", out, out, 3, 3).batchNorm(block + ".bn2", out);
  }

  private Graph basicBlocks() {
    tensors.weight("conv1.weight", 64, 3, 7, 7).batchNorm("bn1", 64);
    int in = 64;
    for (int stage = 1; stage <= 4; stage++) {
      int out = 64 << (stage - 1);
      for (int i = 0; i < 2; i++) {
        String block = "layer" + stage + "." + i;
        basicBlock(block, in, out);
        if (in != out) {
          tensors.weight(block + ".downsample.0.weight", out, in, 1, 1);
          tensors.batchNorm(block + ".downsample.1", out);
        }
        in = out;
      }
    }
    tensors.linear("fc", IMAGENET_CLASSES, in);
    return build("resnet18");
  }

  private Graph transformer(VitSizes sizes) {
    int width = sizes.width();
    int tokens = 1 + (sizes.image() / sizes.patch()) * (sizes.image() / sizes.patch());
    tensors.weight(
        "patch_embed.proj.weight", width, sizes.channels(), sizes.patch(), sizes.patch());
    tensors.weight("patch_embed.proj.bias", width);
    tensors.put("cls_token", 0, 0.5, 1, 1, width).put("pos_embed", 0, 0.5, 1, tokens, width);
    IntStream.range(0, sizes.depth()).forEach(i -> transformerBlock("blocks." + i, width));
    tensors.norm("norm", width).linear("head", sizes.classes(), width);
    return build("{\"type\":\"vit\",\"heads\":%d}".formatted(sizes.heads()));
  }

  private void transformerBlock(String block, int width) {
    tensors.norm(block + ".norm1", width).norm(block + ".norm2", width);
    tensors.linear(block + ".attn.qkv", 3L * width, width);
    tensors.linear(block + ".attn.proj", width, width);
    tensors.linear(block + ".mlp.fc1", 4L * width, width);
    tensors.linear(block + ".mlp.fc2", width, 4L * width);
  }

  private Graph build(String architecture) {
    return ArchitectureFixtures.build(tensors.all(), architecture).graph();
  }
}
