package io.espalier.graph.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegroupingOrderTest {
  private static final int HEADS = 3;
  private static final int DIMENSIONS = 4;
  private static final int WIDTH = HEADS * DIMENSIONS;

  /** Each block leaves a choice between heads and dimensions, and looks at all the others again. */
  private static final int BLOCKS = 1200;

  @Test
  void groupsAFileOfReshapesAloneWithBoundedWork() {
    ChannelStructure structure = new ChannelAnalysis().analyze(ShapeInference.infer(reshapes()));

    assertThat(structure.groups())
        .filteredOn(ChannelGroup::prunable)
        .hasSizeGreaterThan(BLOCKS / 2);
  }

  private static Graph reshapes() {
    NetworkBuilder net = new NetworkBuilder("reshapes", 1);
    String x = net.input("x", WIDTH);
    String split = net.constant("split", Tensor.vector(-1, HEADS, DIMENSIONS));
    String join = net.constant("join", Tensor.vector(-1, WIDTH));
    for (int i = 0; i < BLOCKS; i++) {
      x = net.op("Reshape", net.linear(x, WIDTH, WIDTH), split);
      x = net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1)), x);
      x = net.op("Reshape", x, join);
    }
    return net.output(net.linear(x, WIDTH, WIDTH), WIDTH).build();
  }
}
