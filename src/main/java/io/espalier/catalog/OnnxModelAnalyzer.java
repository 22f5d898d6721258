package io.espalier.catalog;

import io.espalier.format.onnx.OnnxModel;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Analyses ONNX files; weights stay in the mapped file. */
public final class OnnxModelAnalyzer implements ModelAnalyzer {
  private final OnnxReader reader;
  private final long maximumValueBytes;

  /**
   * An analyzer with a limit on what a model may compute.
   *
   * @param maximumValueBytes of one value of one sample; a file of a few bytes can ask for
   *     terabytes
   */
  public OnnxModelAnalyzer(OnnxReader reader, long maximumValueBytes) {
    this.reader = reader;
    this.maximumValueBytes = maximumValueBytes;
  }

  @Override
  public ModelAnalysis analyze(Path file, DeclaredShapes shapes) {
    try (Arena arena = Arena.ofShared()) {
      OnnxModel onnx = reader.read(file, arena);
      Extents extents = Extents.of(onnx.graph().inputs(), shapes);
      Analysis analysis = Analyzer.analyze(onnx.graph(), extents.bySymbol());
      requireModestValues(analysis);
      return new ModelAnalysis("onnx", summary(onnx, analysis, extents));
    }
  }

  private void requireModestValues(Analysis analysis) {
    Problems problems = new Problems();
    analysis
        .sized()
        .typed()
        .types()
        .forEach(
            (value, type) -> {
              BigInteger bytes = bytes(type);
              if (bytes.compareTo(BigInteger.valueOf(maximumValueBytes)) > 0) {
                problems.add(
                    "model:value[%s]".formatted(value),
                    "resource-limit",
                    "The value (%s: %s) takes %s bytes for one sample; the limit is %d."
                        .formatted(value, type, bytes, maximumValueBytes));
              }
            });
    problems.throwIfPresent(ErrorCode.MODEL_INVALID);
  }

  private static BigInteger bytes(TensorType type) {
    return type.shape().stream()
        .map(Dim::coefficient)
        .map(BigInteger::valueOf)
        .reduce(BigInteger.valueOf(type.elementType().bits()), BigInteger::multiply)
        .shiftRight(3);
  }

  private static ModelSummary summary(OnnxModel onnx, Analysis analysis, Extents extents) {
    return new ModelSummary(
        new ModelCost(
            analysis.cost().parameters(), analysis.cost().macs(), analysis.cost().flops()),
        ports(onnx.graph().inputs()),
        ports(onnx.graph().outputs()),
        extents.bySymbol(),
        operators(onnx.graph().nodes()),
        groups(analysis),
        warnings(onnx, analysis, extents));
  }

  private static List<ModelPort> ports(List<ValueInfo> values) {
    return values.stream()
        .map(
            value ->
                new ModelPort(
                    value.name(),
                    value.type().elementType().text(),
                    value.type().shape().stream().map(Dim::toString).toList()))
        .toList();
  }

  private static SortedMap<String, Integer> operators(List<Node> nodes) {
    return nodes.stream()
        .collect(Collectors.toMap(Node::qualifiedOperator, _ -> 1, Integer::sum, TreeMap::new));
  }

  private static GroupCount groups(Analysis analysis) {
    List<ChannelGroup> groups = analysis.channels().allGroups();
    int prunable = (int) groups.stream().filter(ChannelGroup::prunable).count();
    return new GroupCount(prunable, groups.size() - prunable);
  }

  private static List<String> warnings(OnnxModel onnx, Analysis analysis, Extents extents) {
    List<String> warnings = new ArrayList<>(onnx.warnings());
    warnings.addAll(extents.warnings());
    analysis
        .cost()
        .notCosted()
        .forEach(
            (node, reason) ->
                warnings.add("The cost of node (%s) is not counted: %s".formatted(node, reason)));
    return warnings;
  }
}
