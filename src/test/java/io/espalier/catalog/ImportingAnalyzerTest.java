package io.espalier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.format.ModelFiles;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.intake.ImportOptions;
import io.espalier.intake.Importers;
import io.espalier.intake.ModelImporter;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportingAnalyzerTest {
  private static final long LIMIT_BYTES = 1 << 20;

  /** A 3x3 convolution from 3 to 8 channels at every position. */
  private static final long MACS_PER_POSITION = 9 * 3 * 8;

  @TempDir private Path folder;

  @Test
  void countsCostForTheNominalSizeAndSaysSo() {
    ModelSummary summary = analyze(openNetwork(), DeclaredShapes.NONE);

    assertThat(summary.extents()).isEqualTo(Map.of("height", 224L, "width", 224L));
    assertThat(summary.cost().macs()).isEqualTo(MACS_PER_POSITION * 224 * 224);
    assertThat(summary.warnings()).hasSize(2).allSatisfy(text -> assertThat(text).contains("224"));
    assertThat(summary.inputs().getFirst().shape())
        .containsExactly("batch", "3", "height", "width");
  }

  @Test
  void countsCostForTheDeclaredSize() {
    ModelSummary summary =
        analyze(openNetwork(), new DeclaredShapes(Map.of("x", List.of(1L, 3L, 16L, 20L))));

    assertThat(summary.extents()).isEqualTo(Map.of("height", 16L, "width", 20L));
    assertThat(summary.cost().macs()).isEqualTo(MACS_PER_POSITION * 16 * 20);
    assertThat(summary.warnings()).isEmpty();
  }

  @Test
  void refusesEveryShapeThatDoesNotFitAtOnce() {
    DeclaredShapes shapes =
        new DeclaredShapes(
            Map.of("x", List.of(1L, 4L, 16L, 20L), "z", List.of(1L), "w", List.of(2L)));

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> analyze(openNetwork(), shapes))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
              assertThat(refusal.problems()).hasSize(3);
            });
  }

  @Test
  void saysOfAMisfitWhichExtentsWereAssumed() {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> analyze(networkOfHeight48(), DeclaredShapes.NONE))
        .withMessageContaining("height = 224, width = 224")
        .withMessageContaining("parameter shape");

    DeclaredShapes fitting = new DeclaredShapes(Map.of("x", List.of(1L, 3L, 48L, 20L)));
    assertThat(analyze(networkOfHeight48(), fitting).warnings()).isEmpty();
  }

  @Test
  void saysOnceThatAnExtentIsTheBatchAsWell() {
    Dim batch = Dim.symbol("batch");
    TensorType square = new TensorType(ElementType.FLOAT, List.of(batch, batch));
    NetworkBuilder sum = new NetworkBuilder("sum", 1);
    sum.input("x", 3);
    sum.input("z", 3);
    String y = sum.op("Add", "x", "z");
    Graph added = sum.build();
    Graph open =
        new Graph(
            added.name(),
            List.of(new ValueInfo("x", square), new ValueInfo("z", square)),
            List.of(new ValueInfo(y, square)),
            added.nodes(),
            added.initializers(),
            added.opsets(),
            added.metadata());

    ModelSummary summary = analyze(open, DeclaredShapes.NONE);

    assertThat(summary.extents()).isEmpty();
    assertThat(summary.warnings())
        .first()
        .asString()
        .contains("axis 1 of input (x)", "also its batch");
    assertThat(summary.warnings().stream().filter(text -> text.contains("batch;"))).hasSize(1);
  }

  @Test
  void refusesAFewBytesThatAskForGigabytes() {
    NetworkBuilder network = new NetworkBuilder("bomb", 1);
    network.input("x", 4);
    String bomb = network.op("ConstantOfShape", network.constant("s", Tensor.vector(500_000_000)));
    Graph graph = network.build();
    ValueInfo output = new ValueInfo(bomb, TensorType.of(ElementType.FLOAT, 500_000_000));

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> analyze(withOutput(graph, output), DeclaredShapes.NONE))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
              assertThat(refusal.problems())
                  .extracting(Problem::code)
                  .containsExactly("resource-limit");
            });
  }

  private ModelSummary analyze(Graph graph, DeclaredShapes shapes) {
    Path file = folder.resolve("%d.onnx".formatted(shapes.hashCode()));
    new OnnxWriter("test").write(graph, file);
    ModelImporter importer = Importers.standard();
    return new ImportingAnalyzer(importer, LIMIT_BYTES * 8)
        .analyze(ModelFiles.of(file), ImportOptions.NONE, shapes)
        .summary();
  }

  private static Graph networkOfHeight48() {
    NetworkBuilder network = new NetworkBuilder("fixed", 1);
    network.input("x", 3, 48, 20);
    String y = network.op("Add", "x", network.weight("rows", 1, 3, 48, 1));
    Graph graph = network.build();
    return new Graph(
        graph.name(),
        List.of(new ValueInfo("x", open(3))),
        List.of(new ValueInfo(y, open(3))),
        graph.nodes(),
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }

  private static Graph openNetwork() {
    NetworkBuilder network = new NetworkBuilder("open", 1);
    network.input("x", 3, 16, 20);
    String y = network.conv("x", 3, 8, 3, 1, 1);
    Graph graph = network.build();
    ValueInfo input = new ValueInfo("x", open(3));
    return new Graph(
        graph.name(),
        List.of(input),
        List.of(new ValueInfo(y, open(8))),
        graph.nodes(),
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }

  private static TensorType open(long channels) {
    return new TensorType(
        ElementType.FLOAT,
        List.of(Dim.symbol("batch"), Dim.of(channels), Dim.symbol("height"), Dim.symbol("width")));
  }

  private static Graph withOutput(Graph graph, ValueInfo output) {
    return new Graph(
        graph.name(),
        graph.inputs(),
        List.of(output),
        graph.nodes(),
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }
}
