package io.espalier.graph.rewrite.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.Parity;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.rewrite.fuse.Fusion;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks, written for every opset, read back and run in ONNX Runtime. */
class WrittenOpsetTest {
  private static final long SEED = 3;
  private static final int BATCH = 2;

  /** The opset that the reader brings older files to. */
  private static final long READ_AS_IT_IS = 17;

  @TempDir private Path directory;

  private static Stream<String> samples() {
    return SampleNetworks.names().stream();
  }

  private static Stream<String> newer() {
    return SampleNetworks.names().stream()
        .filter(name -> SampleNetworks.oldestOpset(name) > Lowering.OLDEST);
  }

  private static Stream<String> fixtures() {
    return Fixtures.names().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void writesASampleNetworkForEveryOpset(String name) {
    Graph graph = Normalization.normalize(SampleNetworks.build(name, SEED)).graph();
    long oldest = SampleNetworks.oldestOpset(name);
    assertWritten(graph, Map.of(), LongStream.rangeClosed(oldest, Lowering.NEWEST));
  }

  @ParameterizedTest
  @MethodSource("newer")
  void saysWhichOpsetANewerOperatorNeeds(String name) {
    Graph graph = Normalization.normalize(SampleNetworks.build(name, SEED)).graph();
    long needed = SampleNetworks.oldestOpset(name);
    assertThatThrownBy(() -> Lowering.to(graph, needed - 1))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("It needs opset %d or newer.", needed);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void writesARealModelForEveryOpsetThatSpellsItAnew(String name) {
    Graph graph = Normalization.normalize(Fixtures.read(name)).graph();
    Graph fused = Fusion.fuse(graph).graph();
    LongStream opsets =
        LongStream.rangeClosed(Lowering.OLDEST, Lowering.NEWEST)
            .filter(opset -> opset == Lowering.OLDEST || isSpeltAnew(fused, opset));
    assertWritten(graph, Fixtures.symbols(graph), opsets);
  }

  private static boolean isSpeltAnew(Graph fused, long opset) {
    List<Node> before = Lowering.to(fused, opset - 1).graph().nodes();
    return !Lowering.to(fused, opset).graph().nodes().equals(before);
  }

  private void assertWritten(Graph graph, Map<String, Long> extents, LongStream opsets) {
    Map<String, Tensor> inputs = new SampleInputs(BATCH, extents).draw(graph, SEED);
    List<Tensor> expected = Parity.runOnnx(graph, inputs);
    Graph fused = Fusion.fuse(graph).graph();
    opsets.forEach(
        opset -> {
          Graph lowered = Lowering.to(fused, opset).graph();
          assertThat(lowered.opset()).isEqualTo(opset);
          Parity.assertEqual(expected, Parity.runOnnx(lowered, inputs));
          assertReadsBack(lowered);
        });
  }

  private void assertReadsBack(Graph lowered) {
    Path file = directory.resolve("opset" + lowered.opset() + ".onnx");
    new OnnxWriter("test").write(lowered, file);
    try (Arena arena = Arena.ofConfined()) {
      Graph read = new OnnxReader(OnnxLimits.standard()).read(file, arena).graph();
      assertThat(GraphChecker.check(read)).isEmpty();
      if (lowered.opset() >= READ_AS_IT_IS) {
        assertThat(read).isEqualTo(lowered);
      }
    }
  }
}
