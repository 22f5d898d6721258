package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.format.ImportedModel;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when tensors and architecture do not fit. */
class TensorFaultsTest {
  private static final String CIFAR = "{\"type\":\"cifar_resnet\",\"imageSize\":16}";

  private final Map<String, Tensor> tensors = SmallNetworks.cifarResNet(new RandomTensors(1));

  @Test
  void tellsEveryMissingTensorWithTheNearestNamesAndShapes() {
    Tensor weight = tensors.remove("layer1.0.conv2.weight");
    tensors.put("layer1.0.conv_2.weight", weight);
    tensors.remove("linear.bias");
    assertThat(problems(CIFAR))
        .containsExactly(
            new Problem(
                "model:tensor[layer1.0.conv2.weight]",
                "architecture-missing-tensor",
                "The tensor (layer1.0.conv2.weight) is missing; the architecture needs it with the"
                    + " shape [any, 4, 3, 3]. Nearest names: layer1.0.conv_2.weight [4, 4, 3, 3],"
                    + " layer1.0.conv1.weight [4, 4, 3, 3], layer2.0.conv2.weight [6, 6, 3, 3]."
                    + " Unused tensors of that shape: layer1.0.conv_2.weight [4, 4, 3, 3]."),
            new Problem(
                "model:tensor[linear.bias]",
                "architecture-missing-tensor",
                "The tensor (linear.bias) is missing; the architecture needs it with the shape [5]."
                    + " Nearest names: bn1.bias [4], linear.weight [5, 8]."));
  }

  @Test
  void tellsEveryWrongShapeAtOnce() {
    RandomTensors others = new RandomTensors(2);
    tensors.put("conv1.weight", others.draw(0, 1, 4, 3, 5, 5));
    tensors.put("layer3.0.bn2.running_var", others.draw(0, 1, 9));
    tensors.put("linear.weight", others.draw(0, 1, 5, 8, 1, 1));
    assertThat(problems(CIFAR))
        .extracting(Problem::message)
        .containsExactly(
            "The tensor (conv1.weight) is float[4,3,5,5]; the architecture needs the shape [any,"
                + " 3, 3, 3].",
            "The tensor (layer3.0.bn2.running_var) is float[9]; the architecture needs the shape"
                + " [8].",
            "The tensor (linear.weight) is float[5,8,1,1]; the architecture needs the shape [any,"
                + " 8].");
  }

  @Test
  void tellsThatWidthsOfABlockDoNotMeet() {
    RandomTensors others = new RandomTensors(2);
    tensors.put("layer2.0.shortcut.0.weight", others.draw(0, 1, 7, 4, 1, 1));
    others.batchNorm("layer2.0.shortcut.1", 7);
    tensors.putAll(others.all());
    assertThat(problems(CIFAR))
        .extracting(Problem::message)
        .contains(
            "The block (layer2.0.add) adds 7 channels to 6; its tensors must have one width.");
  }

  @Test
  void refusesWeightsThatAreNoFloatingNumbers() {
    byte[] quantized = new byte[5 * 8];
    tensors.put(
        "linear.weight",
        Tensor.of(ElementType.INT8, new long[] {5, 8}, MemorySegment.ofArray(quantized)));
    assertThat(problems(CIFAR))
        .extracting(Problem::code, Problem::message)
        .containsExactly(
            tuple(
                "architecture-element-type",
                "The tensor (linear.weight) is of type int8; a weight must be of type float,"
                    + " double, float16 or bfloat16."));
  }

  @Test
  void refusesMoreBlocksThanTheNameSays() {
    tensors.keySet().stream()
        .filter(name -> name.startsWith("layer1.0."))
        .toList()
        .forEach(name -> tensors.put(name.replace("layer1.0.", "layer1.3."), tensors.get(name)));
    assertThat(problems("{\"type\":\"cifar_resnet\",\"depth\":1,\"imageSize\":16}"))
        .extracting(Problem::message)
        .containsExactly("The tensors (layer1.*) are of 4 blocks; the architecture has 1.");
  }

  @Test
  void refusesFewerBlocksThanTheNameSays() {
    assertThat(problems("resnet20"))
        .extracting(Problem::code)
        .hasSizeGreaterThan(30)
        .containsOnly("architecture-missing-tensor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit_tiny_patch16_224", "{\"type\":\"bert\",\"heads\":2}"})
  void tellsByWhichNamesAnArchitectureIsKnown(String architecture) {
    assertThat(problems(architecture))
        .extracting(Problem::code)
        .containsExactly("architecture-naming");
  }

  @Test
  void tellsTheNearestNamesWhenNoNamingFits() {
    Tensor stem = tensors.remove("conv1.weight");
    tensors.put("conv1.0.weight", stem);
    assertThat(problems("resnet18"))
        .extracting(Problem::message)
        .containsExactly(
            "None of the tensors conv1.weight,"
                + " resnet.embedder.embedder.convolution.weight,"
                + " embedder.embedder.convolution.weight is there, by which the names of the"
                + " architecture (resnet) are known. Nearest names: conv1.0.weight [4, 3, 3, 3],"
                + " bn1.weight [4], linear.weight [5, 8].");
  }

  @Test
  void warnsOfTensorsThatAreLeftOut() {
    tensors.put("ema.decay", Tensor.scalar(0.5f));
    tensors.put("layer1.0.bn1.num_batches_tracked", Tensor.ofLongs(new long[0], 7));
    assertThat(ArchitectureFixtures.build(tensors, CIFAR).warnings())
        .containsExactly(
            "Tensors that are no part of the architecture were left out (1): ema.decay.");
  }

  @ParameterizedTest
  @CsvSource({"FLOAT16, 2", "BFLOAT16, 2", "DOUBLE, 8"})
  void convertsOtherPrecisionsAndSaysSo(ElementType type, int bytes) {
    tensors.put("linear.bias", sevens(type, bytes));
    ImportedModel model = ArchitectureFixtures.build(tensors, CIFAR);
    assertThat(model.graph().initializers().get("linear.bias"))
        .isEqualTo(Tensor.ofFloats(new long[] {5}, 7, 7, 7, 7, 7));
    assertThat(model.warnings())
        .containsExactly("Weights of type %s were converted to float.".formatted(type.text()));
  }

  private static Tensor sevens(ElementType type, int bytes) {
    long bits =
        switch (type) {
          case FLOAT16 -> Float.floatToFloat16(7);
          case BFLOAT16 -> Float.floatToIntBits(7) >> 16;
          case ElementType other -> Double.doubleToLongBits(7);
        };
    byte[] content = new byte[5 * bytes];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (bits >> 8 * (i % bytes));
    }
    return Tensor.of(type, new long[] {5}, MemorySegment.ofArray(content));
  }

  @Test
  void aNumberInANameCostsNothing() {
    tensors.put("layer1.999999999.conv1.weight", Tensor.scalar(0));
    assertThat(problems(CIFAR))
        .hasSizeBetween(20, 200)
        .extracting(Problem::code)
        .containsOnly("architecture-missing-tensor");
  }

  @Test
  void refusesTensorsThatHoldNothing() {
    tensors.put("linear.weight", Tensor.ofFloats(new long[] {0, 8}));
    tensors.put("linear.bias", Tensor.ofFloats(new long[] {0}));
    assertThat(problems(CIFAR))
        .extracting(Problem::message)
        .containsExactly(
            "The tensor (linear.weight) is float[0,8], which holds nothing.",
            "The tensor (linear.bias) is float[0], which holds nothing.");
  }

  @Test
  void aFaultOfEveryTensorIsToldWithinBounds() {
    for (String name : List.copyOf(tensors.keySet())) {
      tensors.put(name, Tensor.scalar(0));
    }
    assertThat(problems(CIFAR)).hasSizeBetween(20, 200);
  }

  private List<Problem> problems(String architecture) {
    EspalierException refusal =
        catchThrowableOfType(
            EspalierException.class, () -> ArchitectureFixtures.build(tensors, architecture));
    assertThat(refusal).as("refusal").isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
    assertThat(refusal.problems())
        .allSatisfy(problem -> assertThat(problem.place()).startsWith("model:"));
    return refusal.problems();
  }
}
