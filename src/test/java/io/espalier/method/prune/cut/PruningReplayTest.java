package io.espalier.method.prune.cut;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.SampleNetworks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who has the original file and the indices that were kept makes the constants of the cut network
 * again, with nothing of ours: the file is read by the protobuf library.
 */
class PruningReplayTest {
  private static final Path RESNET = Path.of("../shared/fixtures/models/resnet20-cifar10.onnx");

  @ParameterizedTest
  @ValueSource(
      strings = {"residual", "concat", "flatten", "grouped", "attention-separate", "pad-channels"})
  void replaysACutOfASmallNetwork(String name) throws IOException {
    Graph graph = SampleNetworks.build(name, 3);
    replay(ModelProto.parseFrom(onnx(graph)), Analyzer.analyze(graph), Set.of());
  }

  @Test
  void replaysACutOfChannelsAndABlockOfARealNetwork() throws IOException {
    Assumptions.assumeTrue(Files.exists(RESNET), "no fixture models");
    Graph graph = new OnnxReader(OnnxLimits.standard()).read(RESNET, Arena.ofAuto()).graph();
    Analysis analysis = Analyzer.analyze(graph);
    ModelProto original = ModelProto.parseFrom(Files.readAllBytes(RESNET));
    replay(original, analysis, Set.of("/layer2/layer2.1/Add"));
  }

  private static void replay(ModelProto original, Analysis analysis, Set<String> blocks)
      throws IOException {
    Cut cut = new Cut(some(analysis), blocks);
    Graph made = new Cutting(analysis.channels(), cut).apply();
    Map<String, Object> document = KeptIndices.of(analysis.channels(), cut, made).toDocument();

    Map<String, TensorProto> before = constants(original);
    Map<String, TensorProto> after = constants(ModelProto.parseFrom(onnx(made)));

    Map<String, Object> tensors = object(document.get("tensors"));
    Map<String, Object> rewritten = object(document.get("rewritten"));
    Set<String> named = new HashSet<>(tensors.keySet());
    named.addAll(rewritten.keySet());
    assertThat(named).isEqualTo(after.keySet());
    assertThat(tensors).isNotEmpty();
    assertThat(before).containsKeys(tensors.keySet().toArray(String[]::new));
    tensors.forEach(
        (name, kept) ->
            assertThat(replayed(before.get(name), object(kept)))
                .as(name)
                .isEqualTo(bytes(after.get(name))));
    rewritten.forEach(
        (name, numbers) ->
            assertThat(integers(after.get(name))).as(name).isEqualTo(longs(numbers)));
  }

  /** A third of the channels of every group that can be cut. */
  private static Map<String, Set<Integer>> some(Analysis analysis) {
    Random random = new Random(5);
    Map<String, Set<Integer>> removed = new LinkedHashMap<>();
    for (ChannelGroup group : analysis.channels().groups()) {
      if (group.prunable()) {
        int gone = Math.max(1, group.channels() / 3);
        removed.put(
            group.id(),
            random
                .ints(0, group.channels())
                .distinct()
                .limit(Math.min(gone, group.channels() - 1))
                .boxed()
                .collect(Collectors.toSet()));
      }
    }
    return removed;
  }

  private static byte[] replayed(TensorProto original, Map<String, Object> kept) {
    List<Long> shape = original.getDimsList();
    assertThat(shape).isEqualTo(longs(kept.get("before")));
    List<long[]> indices = new ArrayList<>();
    List<?> axes = (List<?>) kept.get("kept");
    for (int axis = 0; axis < shape.size(); axis++) {
      indices.add(
          axes.get(axis).equals("all")
              ? LongStream.range(0, shape.get(axis)).toArray()
              : longs(axes.get(axis)).stream().mapToLong(Long::longValue).toArray());
    }
    assertThat(indices.stream().map(axis -> (long) axis.length).toList())
        .isEqualTo(longs(kept.get("after")));
    return gathered(bytes(original), shape, indices);
  }

  /** Element by element, in row-major order of what is kept. */
  private static byte[] gathered(byte[] bytes, List<Long> shape, List<long[]> kept) {
    int count = kept.stream().mapToInt(indices -> indices.length).reduce(1, Math::multiplyExact);
    long all = shape.stream().reduce(1L, Math::multiplyExact);
    int width = (int) (bytes.length / all);
    ByteBuffer target = ByteBuffer.allocate(count * width);
    for (int i = 0; i < count; i++) {
      int rest = i;
      long at = 0;
      long stride = 1;
      for (int axis = shape.size() - 1; axis >= 0; axis--) {
        at += kept.get(axis)[rest % kept.get(axis).length] * stride;
        rest /= kept.get(axis).length;
        stride *= shape.get(axis);
      }
      target.put(bytes, (int) at * width, width);
    }
    return target.array();
  }

  /** Initializers and what constant nodes hold. */
  private static Map<String, TensorProto> constants(ModelProto model) {
    Map<String, TensorProto> constants = new LinkedHashMap<>();
    model
        .getGraph()
        .getInitializerList()
        .forEach(tensor -> constants.put(tensor.getName(), tensor));
    model.getGraph().getNodeList().stream()
        .filter(node -> node.getOpType().equals("Constant"))
        .forEach(node -> constants.put(node.getOutput(0), node.getAttribute(0).getT()));
    return constants;
  }

  private static byte[] bytes(TensorProto tensor) {
    if (tensor.hasRawData()) {
      return tensor.getRawData().toByteArray();
    }
    MemorySegment floats =
        MemorySegment.ofArray(new byte[tensor.getFloatDataCount() * Float.BYTES]);
    IntStream.range(0, tensor.getFloatDataCount())
        .forEach(
            i ->
                floats.set(
                    ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                    (long) i * Float.BYTES,
                    tensor.getFloatData(i)));
    return floats.toArray(ValueLayout.JAVA_BYTE);
  }

  private static List<Long> integers(TensorProto tensor) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(tensor)).order(ByteOrder.LITTLE_ENDIAN);
    List<Long> integers = new ArrayList<>();
    boolean wide = tensor.getDataType() == TensorProto.DataType.INT64_VALUE;
    while (bytes.hasRemaining()) {
      integers.add(wide ? bytes.getLong() : bytes.getInt());
    }
    return integers;
  }

  private static List<Long> longs(Object numbers) {
    return ((List<?>) numbers).stream().map(number -> ((Number) number).longValue()).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  private static byte[] onnx(Graph graph) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OnnxWriter("test").write(graph, Channels.newChannel(bytes));
    return bytes.toByteArray();
  }
}
