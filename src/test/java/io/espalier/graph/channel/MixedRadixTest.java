package io.espalier.graph.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Dim;
import io.espalier.graph.channel.MixedRadix.Block;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MixedRadixTest {

  @Test
  void headsAreDigitsOfTheEmbedding() {
    assertThat(text("N,197,576", "N,197,3,3,64"))
        .isEqualTo("[2]=[2, 3, 4] 64*3*3; [1]=[1] 197; [0]=[0] N");
  }

  @Test
  void flatteningMakesOneNumberOfThreeDigits() {
    assertThat(text("N,8,6,6", "N,288")).isEqualTo("[1, 2, 3]=[1] 6*6*8; [0]=[0] N");
  }

  @Test
  void axesOfExtentOneAreLeftOut() {
    assertThat(text("N,8,1,1", "N,8")).isEqualTo("[1]=[1] 8; [0]=[0] N");
    assertThat(text("N,8", "N,1,8,1")).isEqualTo("[1]=[2] 8; [0]=[0] N");
  }

  @Test
  void theBatchMayBeJoinedWithHeads() {
    assertThat(text("197,N,192", "197,3N,64")).isEqualTo("[1, 2]=[1, 2] 64*3*N; [0]=[0] 197");
  }

  @Test
  void tokensMayBeJoinedWithTheBatch() {
    assertThat(text("197,3N,64", "197N,192")).isEqualTo("[0, 1, 2]=[0, 1] 64*3*N*197");
  }

  @Test
  void extentsWithoutCommonDigitsHaveNone() {
    assertThat(text("N,6,4", "N,4,6")).isEqualTo("[1, 2]=[1, 2] none; [0]=[0] N");
  }

  @Test
  void equalShapesAreTheSameAxesEvenAfterARegrouping() {
    assertThat(text("2,12,5", "2,3,4,5")).isEqualTo("[2]=[3] 5; [1]=[1, 2] 4*3; [0]=[0] 2");
  }

  private static String text(String input, String output) {
    return MixedRadix.blocks(shape(input), shape(output)).stream()
        .map(MixedRadixTest::text)
        .collect(Collectors.joining("; "));
  }

  private static String text(Block block) {
    String digits =
        block
            .digits()
            .map(
                found ->
                    found.stream()
                        .map(digit -> digit.extent().toString().replace("batch", "N"))
                        .collect(Collectors.joining("*")))
            .orElse("none");
    return block.inputAxes() + "=" + block.outputAxes() + " " + digits;
  }

  private static List<Dim> shape(String text) {
    return Arrays.stream(text.split(",")).map(MixedRadixTest::dim).toList();
  }

  /** A number, or a number times the batch N. */
  private static Dim dim(String text) {
    if (!text.endsWith("N")) {
      return Dim.of(Long.parseLong(text));
    }
    String factor = text.substring(0, text.length() - 1);
    return Dim.symbol("batch").times(Dim.of(factor.isEmpty() ? 1 : Long.parseLong(factor)));
  }
}
