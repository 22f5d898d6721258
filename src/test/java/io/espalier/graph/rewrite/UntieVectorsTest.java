package io.espalier.graph.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UntieVectorsTest {
  private static final Map<String, Attribute> TRANSPOSED = Map.of("transB", Attribute.of(1L));

  @Test
  void layersThatShareAVectorGetOneEach() {
    NetworkBuilder net = new NetworkBuilder("equal", 1);
    String bias = net.weight("bias", 4);
    String hidden = net.op("Gemm", TRANSPOSED, net.input("x", 3), net.weight("a", 4, 3), bias);
    net.output(net.op("Gemm", TRANSPOSED, hidden, net.weight("b", 4, 4), bias), 4);
    Graph graph = net.build();
    Rewrite rewrite = new UntieVectors().apply(graph);
    assertThat(GraphText.of(graph)).contains("Gemm(gemm_0_out, b, bias)");
    assertThat(GraphText.of(rewrite.graph()))
        .contains("Gemm(x, a, bias)", "Gemm(gemm_0_out, b, bias_1)");
    assertThat(rewrite.graph().initializers().get("bias_1"))
        .isSameAs(graph.initializers().get("bias"));
    assertThat(rewrite.changes()).containsExactly("Gave gemm_1 its own copy of bias.");
    assertThat(new UntieVectors().apply(rewrite.graph()).changes()).isEmpty();
  }

  @Test
  void oneLayerAppliedTwiceStaysOne() {
    NetworkBuilder net = new NetworkBuilder("tied", 1);
    String weight = net.weight("a", 4, 4);
    String bias = net.weight("bias", 4);
    String hidden = net.op("Gemm", TRANSPOSED, net.input("x", 4), weight, bias);
    net.output(net.op("Gemm", TRANSPOSED, hidden, weight, bias), 4);
    assertThat(new UntieVectors().apply(net.build()).changes()).isEmpty();
  }

  @Test
  void sharedScalarsStayShared() {
    NetworkBuilder net = new NetworkBuilder("scalar", 1);
    String two = net.weight("two", 1);
    net.output(net.op("Mul", net.op("Mul", net.input("x", 4), two), two), 4);
    assertThat(new UntieVectors().apply(net.build()).changes()).isEmpty();
  }
}
