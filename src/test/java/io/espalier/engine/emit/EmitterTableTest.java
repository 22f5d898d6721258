package io.espalier.engine.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OperatorCase;
import io.espalier.graph.Node;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmitterTableTest {
  @Test
  void comparesEveryEmitterWithOnnxRuntime() {
    Set<String> compared = new TreeSet<>(Set.of("Constant"));
    cases().map(EmitterTableTest::operator).forEach(compared::add);
    assertThat(compared).containsAll(EmitterTable.STANDARD.operators());
  }

  /** Every case that is compared with ONNX Runtime. */
  static Stream<OperatorCase> cases() {
    return Stream.of(
            FusedParityTest.cases(),
            ElementwiseParityTest.unary(),
            ElementwiseParityTest.activations(),
            ElementwiseParityTest.binary(),
            ElementwiseParityTest.logic(),
            ElementwiseParityTest.variadic(),
            ElementwiseParityTest.casts(),
            WindowParityTest.convolutions(),
            WindowParityTest.transposedConvolutions(),
            WindowParityTest.pools(),
            WindowParityTest.norms(),
            WindowParityTest.resizes(),
            WindowParityTest.resamplings(),
            WindowParityTest.pads(),
            StructureParityTest.shapes(),
            StructureParityTest.layouts(),
            StructureParityTest.indices(),
            StructureParityTest.slices(),
            StructureParityTest.reductions(),
            StructureParityTest.products(),
            StructureParityTest.normalizations(),
            StructureParityTest.norms(),
            StructureParityTest.constants(),
            PlacementParityTest.scatters(),
            PlacementParityTest.encodings(),
            RecurrentParityTest.layers(),
            RecurrentParityTest.cells(),
            QuantizationParityTest.conversions(),
            QuantizationParityTest.convolutions(),
            QuantizationParityTest.products(),
            SpecialistParityTest.losses(),
            SpecialistParityTest.signals(),
            SpecialistParityTest.sets(),
            SpecialistParityTest.ngrams(),
            SpecialistParityTest.determinants(),
            RegionParityTest.grids(),
            RegionParityTest.regions(),
            RegionParityTest.suppressions(),
            RegionParityTest.unpools())
        .flatMap(cases -> cases);
  }

  private static String operator(OperatorCase operatorCase) {
    Node node = operatorCase.typed().graph().nodes().getFirst();
    return node.operator();
  }
}
