package io.espalier.engine.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OperatorCase;
import io.espalier.graph.Node;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EmitterTableTest {
  @Test
  void comparesEveryEmitterWithOnnxRuntime() {
    Set<String> compared = new TreeSet<>(Set.of("Constant"));
    EmitterCases.all().map(EmitterTableTest::operator).forEach(compared::add);
    assertThat(compared).containsAll(EmitterTable.STANDARD.operators());
  }

  private static String operator(OperatorCase operatorCase) {
    Node node = operatorCase.typed().graph().nodes().getFirst();
    return node.operator();
  }
}
