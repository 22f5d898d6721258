package io.espalier.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleInputsTest {
  private static final double SAMPLING_TOLERANCE = 0.1;

  @Test
  void drawsTheSameForTheSameSeed() {
    Graph graph = graph(image());
    SampleInputs samples = SampleInputs.ofBatch(2);
    assertThat(samples.draw(graph, 1)).isEqualTo(samples.draw(graph, 1));
    assertThat(samples.draw(graph, 1)).isNotEqualTo(samples.draw(graph, 2));
  }

  @Test
  void drawsFloatsFromTheNormalDistribution() {
    float[] values = SampleInputs.ofBatch(8).draw(graph(image()), 1).get("x").toFloats();
    double mean = mean(values);
    double variance = mean(squares(values)) - mean * mean;
    assertThat(mean).isEqualTo(0, within(SAMPLING_TOLERANCE));
    assertThat(variance).isEqualTo(1, within(SAMPLING_TOLERANCE));
  }

  @Test
  void bindsTheFirstExtentToTheBatchAndOthersByName() {
    TensorType type =
        new TensorType(
            ElementType.FLOAT,
            List.of(
                new Dim.Symbolic(2, List.of("n")),
                Dim.of(3),
                Dim.symbol("height"),
                Dim.symbol("width")));
    SampleInputs samples = new SampleInputs(5, Map.of("height", 32L));
    assertThat(samples.draw(graph(type), 1).get("x").shape())
        .containsExactly(10, 3, 32, SampleInputs.DEFAULT_EXTENT);
  }

  @ParameterizedTest
  @EnumSource(names = {"UINT8", "INT8", "INT16", "INT32", "INT64", "BOOL"})
  void drawsIntegersThatAreZeroOrOne(ElementType elementType) {
    Tensor drawn =
        SampleInputs.ofBatch(64).draw(graph(image().withElementType(elementType)), 1).get("x");
    assertThat(Arrays.stream(drawn.toLongs()).distinct().sorted()).containsExactly(0L, 1L);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT16"})
  void drawsOtherFloatingTypes(ElementType elementType) {
    Tensor drawn =
        SampleInputs.ofBatch(8).draw(graph(image().withElementType(elementType)), 1).get("x");
    assertThat(mean(squares(drawn.toFloats()))).isEqualTo(1, within(SAMPLING_TOLERANCE));
  }

  @Test
  void refusesTypesWithoutNumbers() {
    Graph graph = graph(image().withElementType(ElementType.STRING));
    assertThatThrownBy(() -> SampleInputs.ofBatch(1).draw(graph, 1))
        .hasMessageContaining("string[batch,3,16]");
  }

  private static TensorType image() {
    return new TensorType(ElementType.FLOAT, List.of(Dim.symbol("batch"), Dim.of(3), Dim.of(16)));
  }

  private static Graph graph(TensorType input) {
    List<ValueInfo> inputs = List.of(new ValueInfo("x", input));
    return new Graph("g", inputs, inputs, List.of(), Map.of(), Map.of("", 17L), Map.of());
  }

  private static float[] squares(float[] values) {
    float[] squares = values.clone();
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= squares[i];
    }
    return squares;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
