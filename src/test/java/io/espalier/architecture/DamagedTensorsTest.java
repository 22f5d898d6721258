package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.ImportedModel;
import io.espalier.graph.Tensor;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to tensors, they are refused or give a network whose types are sound. */
class DamagedTensorsTest {
  private static final int ROUNDS = 200;
  private static final long SEED = 41;

  enum Family {
    VIT("{\"type\":\"vit\",\"heads\":2}"),
    BERT("{\"type\":\"bert\",\"heads\":2}"),
    RESNET("{\"type\":\"resnet\",\"imageSize\":32}"),
    CIFAR_RESNET("{\"type\":\"cifar_resnet\",\"imageSize\":16}"),
    VGG("{\"type\":\"vgg\",\"imageSize\":20}"),
    MOBILENET("{\"type\":\"mobilenet_v2\",\"imageSize\":32}");

    private final String architecture;

    Family(String architecture) {
      this.architecture = architecture;
    }

    Map<String, Tensor> tensors() {
      RandomTensors tensors = new RandomTensors(SEED);
      return switch (this) {
        case VIT -> SmallNetworks.vit(tensors);
        case BERT -> SmallNetworks.bert(tensors);
        case RESNET -> SmallNetworks.resNet(tensors);
        case CIFAR_RESNET -> SmallNetworks.cifarResNet(tensors);
        case VGG -> SmallNetworks.vgg(tensors);
        case MOBILENET -> SmallNetworks.mobileNet(tensors);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedOrGiveSoundNetworks(Family family) {
    Map<String, Tensor> whole = family.tensors();
    assertSound(ArchitectureFixtures.build(whole, family.architecture));
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Tensor> damaged = damaged(whole, random);
      try {
        assertSound(ArchitectureFixtures.build(damaged, family.architecture));
      } catch (EspalierException refusal) {
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(refusal.problems()).isNotEmpty();
        assertThat(refusal.problems().getFirst().code()).startsWith("architecture-");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS / 2);
  }

  private static void assertSound(ImportedModel model) {
    assertThat(GraphChecker.check(model.graph())).isEmpty();
    assertThat(ShapeInference.infer(model.graph()).graph()).isEqualTo(model.graph());
  }

  private static Map<String, Tensor> damaged(Map<String, Tensor> whole, Random random) {
    Map<String, Tensor> damaged = new LinkedHashMap<>(whole);
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<String> names = new ArrayList<>(damaged.keySet());
      String name = names.get(random.nextInt(names.size()));
      Tensor tensor = damaged.remove(name);
      switch (random.nextInt(4)) {
        case 0 -> damaged.put(name, withOtherExtent(tensor, random));
        case 1 -> damaged.put(name, filled(LongStream.range(0, random.nextInt(6)).map(_ -> 2)));
        case 2 -> damaged.put(names.get(random.nextInt(names.size())), tensor);
        default -> damaged.put(name.replaceFirst("\\d", "" + random.nextInt(10)), tensor);
      }
    }
    return damaged;
  }

  private static Tensor withOtherExtent(Tensor tensor, Random random) {
    long[] shape = tensor.shape();
    if (shape.length > 0) {
      shape[random.nextInt(shape.length)] = random.nextInt(9);
    }
    return filled(LongStream.of(shape));
  }

  private static Tensor filled(LongStream extents) {
    long[] shape = extents.toArray();
    return Tensor.ofFloats(shape, new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)]);
  }
}
