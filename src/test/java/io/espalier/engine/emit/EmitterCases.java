package io.espalier.engine.emit;

import io.espalier.engine.OperatorCase;
import java.util.stream.Stream;

/** The operators of all parity tests. */
public final class EmitterCases {
  private EmitterCases() {}

  /** Every case that is compared with ONNX Runtime. */
  public static Stream<OperatorCase> all() {
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
}
