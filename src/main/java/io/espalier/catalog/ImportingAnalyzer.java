package io.espalier.catalog;

import io.espalier.format.ImportedModel;
import io.espalier.format.ModelFiles;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.check.GraphChecker;
import io.espalier.intake.ImportOptions;
import io.espalier.intake.ModelImporter;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Imports and analyses models; weights stay in the mapped files. */
public final class ImportingAnalyzer implements ModelAnalyzer {
  private final ModelImporter importer;
  private final long maximumValueBytes;

  /**
   * An analyzer with a limit on what a model may compute.
   *
   * @param maximumValueBytes of one value of one sample; a file of a few bytes can ask for
   *     terabytes
   */
  public ImportingAnalyzer(ModelImporter importer, long maximumValueBytes) {
    this.importer = importer;
    this.maximumValueBytes = maximumValueBytes;
  }

  @Override
  public ModelAnalysis analyze(ModelFiles files, ImportOptions options, DeclaredShapes shapes) {
    try (Arena arena = Arena.ofShared()) {
      ImportedModel model = importer.read(files, options, arena);
      requireSound(model.graph());
      Extents extents = Extents.of(model.graph().inputs(), shapes);
      Analysis analysis = analyzed(model.graph(), extents);
      requireModestValues(analysis);
      return new ModelAnalysis(model.format(), summary(model, analysis, extents));
    }
  }

  /** What a reader takes may still use an operator as it cannot be used. */
  private static void requireSound(Graph graph) {
    Problems problems = new Problems();
    problems.addAll(GraphChecker.check(graph));
    problems.throwIfPresent(ErrorCode.MODEL_INVALID);
  }

  private static Analysis analyzed(Graph graph, Extents extents) {
    try {
      return Analyzer.analyze(graph, extents.bySymbol());
    } catch (EspalierException refusal) {
      throw extents.explained(refusal);
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

  private static ModelSummary summary(ImportedModel model, Analysis analysis, Extents extents) {
    return new ModelSummary(
        new ModelCost(
            analysis.cost().parameters(), analysis.cost().macs(), analysis.cost().flops()),
        ports(model.graph().inputs()),
        ports(model.graph().outputs()),
        extents.bySymbol(),
        operators(model.graph().nodes()),
        groups(analysis),
        warnings(model, analysis, extents));
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

  private static List<String> warnings(ImportedModel model, Analysis analysis, Extents extents) {
    List<String> warnings = new ArrayList<>(model.warnings());
    warnings.addAll(extents.warnings());
    notCosted(analysis.cost().notCosted()).ifPresent(warnings::add);
    return warnings;
  }

  private static Optional<String> notCosted(Map<String, String> reasons) {
    return reasons.entrySet().stream()
        .findFirst()
        .map(
            first ->
                ("The cost of %d nodes is not counted, which makes MACs and FLOPs too low;"
                        + " the first is (%s): %s")
                    .formatted(reasons.size(), first.getKey(), first.getValue()));
  }
}
