package io.espalier.graph.channel;
import org.junit.jupiter.api.Test;
class TmpTest {
  @Test void all() {
    for (String n : SampleNetworks.names()) {
      System.out.println("== " + n);
      var g = SampleNetworks.build(n, 1);
      var t = io.espalier.graph.shape.ShapeInference.infer(g);
      if (!t.unresolved().isEmpty()) System.out.println(t.unresolved());
      System.out.print(GroupText.of(new ChannelAnalysis().analyze(t)));
    }
  }
}
