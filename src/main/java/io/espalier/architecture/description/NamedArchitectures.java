package io.espalier.architecture.description;

import io.espalier.architecture.Architecture;
import io.espalier.architecture.ResNetArchitecture.Block;
import io.espalier.json.ObjectType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The architectures that have a name in timm, torchvision or a paper, and their families. */
public final class NamedArchitectures {
  private static final SequencedMap<String, ObjectType<Architecture>> TYPES =
      Collections.unmodifiableSequencedMap(new NamedArchitectures().types);

  private final SequencedMap<String, ObjectType<Architecture>> types = new LinkedHashMap<>();

  private NamedArchitectures() {
    putFamilies();
    putResNets();
    putVggs();
    putVits();
  }

  /** The options of each, by its name; families first. */
  public static SequencedMap<String, ObjectType<Architecture>> types() {
    return TYPES;
  }

  private void putFamilies() {
    putVit("vit", VitOptions.untold());
    putVit("deit", VitOptions.untold());
    types.put("bert", BertOptions.type("bert"));
    putResNet("resnet", ResNetOptions.untold());
    putCifarResNet("cifar_resnet", Optional.empty());
    types.put("vgg", ConvolutionalOptions.vgg("vgg", Optional.empty(), Optional.empty()));
    types.put("mobilenet_v2", ConvolutionalOptions.mobileNetV2("mobilenet_v2"));
  }

  private void putResNets() {
    putResNet("resnet18", ResNetOptions.of(Block.BASIC, 1, 2, 2, 2, 2));
    putResNet("resnet34", ResNetOptions.of(Block.BASIC, 1, 3, 4, 6, 3));
    putResNet("resnet50", ResNetOptions.of(Block.BOTTLENECK, 1, 3, 4, 6, 3));
    putResNet("resnet101", ResNetOptions.of(Block.BOTTLENECK, 1, 3, 4, 23, 3));
    putResNet("resnet152", ResNetOptions.of(Block.BOTTLENECK, 1, 3, 8, 36, 3));
    putResNet("wide_resnet50_2", ResNetOptions.of(Block.BOTTLENECK, 1, 3, 4, 6, 3));
    putResNet("wide_resnet101_2", ResNetOptions.of(Block.BOTTLENECK, 1, 3, 4, 23, 3));
    putResNet("resnext50_32x4d", ResNetOptions.of(Block.BOTTLENECK, 32, 3, 4, 6, 3));
    putResNet("resnext101_32x8d", ResNetOptions.of(Block.BOTTLENECK, 32, 3, 4, 23, 3));
    putResNet("resnext101_64x4d", ResNetOptions.of(Block.BOTTLENECK, 64, 3, 4, 23, 3));
    for (int depth : List.of(20, 32, 44, 56, 110)) {
      putCifarResNet("resnet" + depth, Optional.of((depth - 2) / 6));
    }
  }

  private void putVggs() {
    Map<String, List<Integer>> depths = new LinkedHashMap<>();
    depths.put("vgg11", List.of(1, 1, 2, 2, 2));
    depths.put("vgg13", List.of(2, 2, 2, 2, 2));
    depths.put("vgg16", List.of(2, 2, 3, 3, 3));
    depths.put("vgg19", List.of(2, 2, 4, 4, 4));
    depths.forEach((name, stages) -> putVgg(name, stages, false));
    depths.forEach((name, stages) -> putVgg(name + "_bn", stages, true));
  }

  private void putVits() {
    for (int image : List.of(224, 384)) {
      putVit("vit_tiny_patch16_" + image, VitOptions.of(12, 192, 3, 16, image));
      putVit("deit_tiny_patch16_" + image, VitOptions.of(12, 192, 3, 16, image));
      putVit("deit_tiny_distilled_patch16_" + image, VitOptions.of(12, 192, 3, 16, image));
      putVit("deit_small_patch16_" + image, VitOptions.of(12, 384, 6, 16, image));
      putVit("deit_small_distilled_patch16_" + image, VitOptions.of(12, 384, 6, 16, image));
      putVit("deit_base_patch16_" + image, VitOptions.of(12, 768, 12, 16, image));
      putVit("deit_base_distilled_patch16_" + image, VitOptions.of(12, 768, 12, 16, image));
      putVit("deit3_small_patch16_" + image, VitOptions.of(12, 384, 6, 16, image));
      putVit("deit3_base_patch16_" + image, VitOptions.of(12, 768, 12, 16, image));
      putVit("deit3_large_patch16_" + image, VitOptions.of(24, 1024, 16, 16, image));
      for (int patch : List.of(16, 32)) {
        String size = "_patch" + patch + "_" + image;
        putVit("vit_small" + size, VitOptions.of(12, 384, 6, patch, image));
        putVit("vit_base" + size, VitOptions.of(12, 768, 12, patch, image));
        putVit("vit_large" + size, VitOptions.of(24, 1024, 16, patch, image));
      }
    }
    putVit("vit_base_patch8_224", VitOptions.of(12, 768, 12, 8, 224));
    putVit("vit_large_patch14_224", VitOptions.of(24, 1024, 16, 14, 224));
    putVit("vit_huge_patch14_224", VitOptions.of(32, 1280, 16, 14, 224));
    putVit("vit_b_16", VitOptions.of(12, 768, 12, 16, 224));
    putVit("vit_b_32", VitOptions.of(12, 768, 12, 32, 224));
    putVit("vit_l_16", VitOptions.of(24, 1024, 16, 16, 224));
    putVit("vit_l_32", VitOptions.of(24, 1024, 16, 32, 224));
    putVit("vit_h_14", VitOptions.of(32, 1280, 16, 14, 224));
  }

  private void putVit(String name, VitOptions options) {
    types.put(name, options.type(name));
  }

  private void putResNet(String name, ResNetOptions options) {
    types.put(name, options.type(name));
  }

  private void putCifarResNet(String name, Optional<Integer> depth) {
    types.put(name, ConvolutionalOptions.cifarResNet(name, depth));
  }

  private void putVgg(String name, List<Integer> stages, boolean batchNorm) {
    types.put(name, ConvolutionalOptions.vgg(name, Optional.of(stages), Optional.of(batchNorm)));
  }
}
