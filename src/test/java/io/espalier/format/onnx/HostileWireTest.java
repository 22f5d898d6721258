package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no message, or one that costs more than it shows. */
class HostileWireTest {
  private static final int GRAPH = 7;
  private static final long SMALL_REFUSAL_BYTES = 256 << 10;

  @Test
  void refusesAnEmptyFile() {
    assertThat(Refusals.codes(new byte[0])).containsExactly("empty-file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "This is a model, honestly.|plain text",
        "<!DOCTYPE html><html><body>404</body></html>|HTML",
        "{\"model\": true}|JSON",
        "[1, 2]|JSON",
        "version https://git-lfs.github.com/spec/v1 oid sha256:4d7a|Git LFS pointer"
      })
  void saysWhatAForeignFileLooksLike(String content, String name) {
    List<Problem> problems = Refusals.problems(content.getBytes(StandardCharsets.UTF_8));
    assertThat(problems).extracting(Problem::code).containsExactly("onnx-not-protobuf");
    assertThat(problems.getFirst().message()).contains(name);
  }

  @Test
  void saysThatAnArchiveIsAnArchive() {
    byte[] zip = "PK\u0003\u0004\u0014\u0000model".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Refusals.problems(zip).getFirst().message()).contains("zip archive");
  }

  @Test
  void refusesEveryPrefixOfAGoodModel() {
    byte[] good = OnnxModelBuilder.small().bytes();
    assertThat(Refusals.outcome(good)).isEmpty();
    byte[] graphAtTheEnd = graphLast();
    assertThat(Refusals.outcome(graphAtTheEnd)).isEmpty();
    for (int length = 0; length < graphAtTheEnd.length; length++) {
      assertThat(Refusals.outcome(Arrays.copyOf(graphAtTheEnd, length)))
          .as("the first %d bytes", length)
          .isPresent();
    }
  }

  @Test
  void neverFailsOtherThanByRefusalWhenABitIsFlipped() {
    byte[] good =
        OnnxModelBuilder.small()
            .initializer("typed", Tensor.vector(1, 2, 3))
            .node("c", "Concat", List.of("y", "y"), List.of("z"), Map.of("axis", Attribute.of(1L)))
            .bytes();
    int accepted = 0;
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      accepted += Refusals.outcome(flipped).isEmpty() ? 1 : 0;
    }
    assertThat(accepted).isBetween(1, 8 * good.length - 1);
  }

  @Test
  void refusesALengthThatTheFileDoesNotHave() {
    byte[] dims = new WireBytes().announced(1, Integer.MAX_VALUE).toBytes();
    byte[] hostile = inGraph(new WireBytes().message(5, dims).toBytes());
    assertThat(Refusals.codes(hostile)).containsExactly("onnx-truncated");
    assertThat(Refusals.heapBytes(hostile)).isLessThan(SMALL_REFUSAL_BYTES);
  }

  @Test
  void refusesALengthThatOverflowsALong() {
    byte[] hostile = new WireBytes().announced(GRAPH, -1L).toBytes();
    assertThat(Refusals.codes(hostile)).containsExactly("onnx-truncated");
  }

  @Test
  void refusesTwoGigabytesHiddenInAFewBytes() {
    byte[] tensor = OnnxModelBuilder.header("w", ElementType.FLOAT, 1L << 29).build().toByteArray();
    byte[] hostile = inGraph(new WireBytes().message(5, tensor).toBytes());
    assertThat(hostile.length).isLessThan(185);
    assertThat(Refusals.codes(hostile)).contains("onnx-size-mismatch");
    assertThat(Refusals.heapBytes(hostile)).isLessThan(SMALL_REFUSAL_BYTES);
  }

  @Test
  void refusesDeepGroups() {
    byte[] groups = repeated(100_000, new WireBytes().number(99 << 3 | 3).toBytes());
    assertThat(Refusals.codes(groups)).containsExactly("too-deep");
  }

  @Test
  void passesOverAGroupThatNobodyKnows() {
    byte[] group = new WireBytes().number(99 << 3 | 3).varint(1, 5).number(99 << 3 | 4).toBytes();
    byte[] model = new WireBytes().raw(group).raw(OnnxModelBuilder.small().bytes()).toBytes();
    assertThat(Refusals.outcome(model)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 200, 1667})
  void refusesDeepSubgraphs(int depth) {
    assertThat(Refusals.codes(nested(depth))).containsExactly("too-deep");
  }

  @Test
  void readsSubgraphsUpToTheLimit() {
    assertThat(Refusals.codes(nested(24))).doesNotContain("too-deep");
  }

  @ParameterizedTest
  @CsvSource({"5,1000001", "11,1000001", "12,1000001", "13,10000000", "98,1000001"})
  void refusesMillionsOfEmptyMessages(int field, int count) {
    byte[] hostile = new WireBytes().message(GRAPH, repeated(count, emptyMessage(field))).toBytes();
    assertThat(Refusals.codes(hostile)).containsExactly("too-many-messages");
    assertThat(Refusals.heapBytes(hostile)).isLessThan(SMALL_REFUSAL_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {50_001, 200_000})
  void refusesTooManyNodes(int count) {
    byte[] node = new WireBytes().message(4, "Relu".getBytes(StandardCharsets.UTF_8)).toBytes();
    byte[] nodes = repeated(count, new WireBytes().message(1, node).toBytes());
    byte[] hostile = new WireBytes().message(GRAPH, nodes).toBytes();
    assertThat(Refusals.codes(hostile)).containsExactly("too-many-nodes");
  }

  @Test
  void refusesANameThatIsTooLong() {
    byte[] name = new byte[5000];
    Arrays.fill(name, (byte) 'n');
    byte[] hostile = inGraph(new WireBytes().message(2, name).toBytes());
    assertThat(Refusals.codes(hostile)).containsExactly("name-too-long");
  }

  @Test
  void refusesANameThatIsNoText() {
    byte[] hostile = inGraph(new WireBytes().message(2, new byte[] {(byte) 0xff, 0}).toBytes());
    assertThat(Refusals.codes(hostile)).containsExactly("onnx-not-utf8");
  }

  @Test
  void refusesANumberThatDoesNotEnd() {
    byte[] endless = new byte[12];
    Arrays.fill(endless, (byte) 0xff);
    byte[] hostile = new WireBytes().number(1 << 3).raw(endless).toBytes();
    assertThat(Refusals.codes(hostile)).containsExactly("onnx-bad-wire");
  }

  @Test
  void refusesAFieldOfTheWrongWireType() {
    assertThat(Refusals.codes(new WireBytes().varint(GRAPH, 5).toBytes()))
        .containsExactly("onnx-bad-wire");
  }

  @Test
  void refusesWhatIsOnlyWireAndNoModel() {
    assertThat(Refusals.codes(new WireBytes().varint(1, 8).toBytes()))
        .containsExactly("onnx-no-graph");
  }

  @Test
  void refusesTwoGraphs() {
    byte[] good = OnnxModelBuilder.small().bytes();
    byte[] graph = OnnxModelBuilder.small().build().getGraph().toByteArray();
    byte[] twice = new WireBytes().raw(good).message(GRAPH, graph).toBytes();
    assertThat(Refusals.codes(twice)).containsExactly("onnx-repeated-singular");
  }

  @ParameterizedTest
  @CsvSource({"5,2", "5,8", "5,9", "1,3", "1,4", "11,1"})
  void refusesASingularFieldThatComesTwice(int message, int field) {
    byte[] once =
        field == 2
            ? new WireBytes().varint(field, 1).toBytes()
            : new WireBytes().message(field, "ab".getBytes(StandardCharsets.UTF_8)).toBytes();
    byte[] twice = new WireBytes().raw(once).raw(once).toBytes();
    assertThat(Refusals.codes(inGraph(new WireBytes().message(message, twice).toBytes())))
        .containsExactly("onnx-repeated-singular");
  }

  /** A good model with its graph behind everything else, so that no prefix of it is complete. */
  private static byte[] graphLast() {
    ai.onnx.proto.OnnxMl.ModelProto model = OnnxModelBuilder.small().build();
    return new WireBytes()
        .raw(model.toBuilder().clearGraph().build().toByteArray())
        .message(GRAPH, model.getGraph().toByteArray())
        .toBytes();
  }

  private static byte[] emptyMessage(int field) {
    return new WireBytes().announced(field, 0).toBytes();
  }

  private static byte[] repeated(int count, byte[] content) {
    byte[] all = new byte[count * content.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = content[i % content.length];
    }
    return all;
  }

  private static byte[] inGraph(byte[] graph) {
    return new WireBytes().varint(1, 8).message(GRAPH, graph).toBytes();
  }

  /** A graph inside an attribute inside a node, as often as asked. */
  private static byte[] nested(int depth) {
    byte[] graph = new byte[0];
    for (int i = 0; i < depth; i++) {
      byte[] attribute = new WireBytes().message(6, graph).toBytes();
      byte[] node = new WireBytes().message(5, attribute).toBytes();
      graph = new WireBytes().message(1, node).toBytes();
    }
    return inGraph(graph);
  }
}
