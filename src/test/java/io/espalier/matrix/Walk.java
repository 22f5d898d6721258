package io.espalier.matrix;

import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.bench.Agreement;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.matrix.MatrixRow.Outcome;
import io.espalier.method.Equivalence;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.WidthLimits;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One network from file to file: written, read, analysed, cut to half, run and read again. */
final class Walk {
  private static final double TOLERANCE = 1e-4;
  private static final double PERCENT = 100;
  private static final long SEED = 11;
  private static final long BATCH = 2;
  private static final PruneSpec HALF =
      PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5)).withWidths(new WidthLimits(1, 1));

  private final OnnxReader reader = new OnnxReader(OnnxLimits.standard());
  private final OnnxWriter writer = new OnnxWriter("test");
  private final PruneMethod method = new PruneMethod();
  private final OnnxRuntime onnx;
  private final TorchRuntime torch;
  private final Path folder;
  private int files;

  Walk(OnnxRuntime onnx, TorchRuntime torch, Path folder) {
    this.onnx = onnx;
    this.torch = torch;
    this.folder = folder;
  }

  MatrixRow row(String network, Graph graph) {
    try (Arena arena = Arena.ofShared()) {
      Graph imported = reader.read(write(graph), arena).graph();
      Analysis analysis = Analyzer.analyze(imported);
      StepPlan plan = method.plan(analysis, HALF, PlanContext.ofSeed(SEED));
      StepOutput output = method.apply(analysis, HALF, plan, StepContext.unwatched());
      Graph cut = output.graph();
      Analysis after = Analyzer.analyzeAsIs(cut, Map.of());
      Map<String, Tensor> inputs = SampleInputs.ofBatch(BATCH).draw(cut, SEED);
      List<Tensor> outputs = runInOnnxRuntime(cut, inputs);
      List<ChannelGroup> groups = analysis.channels().groups();
      int prunable = (int) groups.stream().filter(ChannelGroup::prunable).count();
      return new MatrixRow(
          network,
          imported.nodes().size(),
          analysis.typed().unresolved().size(),
          prunable,
          groups.size() - prunable,
          PERCENT * plan.target().orElseThrow().reached().macs().orElseThrow(),
          silenced(output.equivalences().getFirst(), inputs, outputs),
          inTorch(after, inputs, outputs),
          reImport(after, arena));
    }
  }

  private Outcome silenced(
      Equivalence equivalence, Map<String, Tensor> inputs, List<Tensor> outputs) {
    return switch (equivalence) {
      case Equivalence.SameAs same -> equal(runInOnnxRuntime(same.expected(), inputs), outputs);
      case Equivalence.Unlike _ -> Outcome.BY_DESIGN;
    };
  }

  private Outcome reImport(Analysis cut, Arena arena) {
    Analysis again = Analyzer.analyzeAsIs(reader.read(write(cut.graph()), arena).graph(), Map.of());
    boolean same = again.graph().equals(cut.graph()) && again.cost().equals(cut.cost());
    return same ? Outcome.EQUAL : Outcome.DIFFERENT;
  }

  private Outcome inTorch(Analysis cut, Map<String, Tensor> inputs, List<Tensor> expected) {
    if (!TorchRuntime.unsupported(cut.typed()).isEmpty()) {
      return Outcome.NOT_COMPILED;
    }
    try (RunnableModel model = torch.compile(cut.typed())) {
      return equal(expected, model.run(inputs));
    }
  }

  private List<Tensor> runInOnnxRuntime(Graph graph, Map<String, Tensor> inputs) {
    try (RunnableModel model = onnx.load(write(graph))) {
      return model.run(inputs);
    }
  }

  private static Outcome equal(List<Tensor> expected, List<Tensor> found) {
    double error = Agreement.between(expected, found).maximumRelativeError();
    return error <= TOLERANCE ? Outcome.EQUAL : Outcome.DIFFERENT;
  }

  private Path write(Graph graph) {
    Path file = folder.resolve("network-%d.onnx".formatted(files++));
    writer.write(graph, file);
    return file;
  }
}
