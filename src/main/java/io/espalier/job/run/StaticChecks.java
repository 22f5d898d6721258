package io.espalier.job.run;

import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.check.GraphChecker;
import io.espalier.method.CompressionResult;
import io.espalier.method.CostTotals;
import io.espalier.problem.Problem;
import io.espalier.report.VerificationCheck;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

/** What can be proved of a result without running it. */
final class StaticChecks {
  private final OnnxReader reader;

  StaticChecks(OnnxReader reader) {
    this.reader = reader;
  }

  /** Checks the graph, the files it was written to, its interface and its cost. */
  List<VerificationCheck> check(CompressionResult result, WrittenModel written) {
    Graph compressed = result.compressed().graph();
    try (Arena arena = Arena.ofShared()) {
      Graph read = reader.read(written.files(), arena).graph();
      return List.of(
          soundness(compressed),
          sameInterface(result.original().graph(), read),
          readsBack(written.graph(), read),
          costAsPlanned(result, cost(read, compressed, result.original().extents())));
    }
  }

  /** What was put into other words is counted after it was recognised again. */
  private static CostTotals cost(Graph read, Graph compressed, Map<String, Long> extents) {
    return CostTotals.of(
        (read.equals(compressed)
                ? Analyzer.analyzeAsIs(read, extents)
                : Analyzer.analyze(read, extents))
            .cost());
  }

  private static VerificationCheck soundness(Graph graph) {
    List<Problem> problems = GraphChecker.check(graph);
    return VerificationCheck.of(
        "the graph is sound",
        problems.isEmpty(),
        problems.isEmpty() ? "every checker passes" : problems.getFirst().message());
  }

  private static VerificationCheck sameInterface(Graph original, Graph written) {
    boolean same =
        original.inputs().equals(written.inputs()) && original.outputs().equals(written.outputs());
    return VerificationCheck.of(
        "inputs and outputs are those of the original",
        same,
        "%s -> %s".formatted(written.inputs(), written.outputs()));
  }

  private static VerificationCheck readsBack(Graph written, Graph read) {
    return VerificationCheck.of(
        "the file reads back as the graph that was written",
        written.equals(read),
        "%d nodes, %d constants".formatted(written.nodes().size(), written.initializers().size()));
  }

  private static VerificationCheck costAsPlanned(CompressionResult result, CostTotals counted) {
    CostTotals planned = result.plan().after();
    return VerificationCheck.of(
        "the cost is the planned one",
        planned.equals(counted),
        "planned %d parameters and %d MACs, counted %d and %d"
            .formatted(planned.parameters(), planned.macs(), counted.parameters(), counted.macs()));
  }
}
