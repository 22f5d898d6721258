package io.espalier.job.run;

import io.espalier.dataset.Batches;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.evaluate.Evaluation;
import io.espalier.engine.evaluate.Evaluator;
import io.espalier.engine.evaluate.FixedBatchModel;
import io.espalier.engine.evaluate.Subject;
import io.espalier.format.ModelFiles;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.ValueInfo;
import io.espalier.job.JobContext;
import io.espalier.method.CompressionResult;
import io.espalier.method.StepResult;
import io.espalier.report.StageReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Measures the model as it came and as every step left it on one split, in ONNX Runtime. */
final class StageEvaluation {
  private static final int BATCH = 100;

  /** The part of the progress of the job. */
  private static final double BEGIN = 0.87;

  private static final double SHARE = 0.03;

  private final OnnxRuntime runtime;
  private final ModelFormat format;
  private final JobContext context;

  StageEvaluation(OnnxRuntime runtime, ModelFormat format, JobContext context) {
    this.runtime = runtime;
    this.format = format;
    this.context = context;
  }

  /**
   * The original and what every step left, its variants before it, in order.
   *
   * @param original in files that ONNX Runtime opens
   * @param compressed as it was written
   */
  List<StageReport> evaluate(
      CompressionResult result, ModelFiles original, ModelFiles compressed, JobData.Measured data) {
    SequencedMap<String, RunnableModel> models = new LinkedHashMap<>();
    try {
      models.put("original", runtime.load(original.main()));
      for (int i = 0; i < result.steps().size(); i++) {
        StepResult step = result.steps().get(i);
        String stage = "step %d: %s".formatted(i + 1, step.plan().type());
        step.output()
            .variants()
            .forEach(other -> models.put(stage + ", " + other.name(), written(other.graph())));
        boolean last = i == result.steps().size() - 1;
        models.put(stage, last ? runtime.load(compressed.main()) : written(step.after().graph()));
      }
      return evaluate(result.original().graph(), models, data);
    } finally {
      models.values().forEach(RunnableModel::close);
    }
  }

  private RunnableModel written(Graph graph) {
    ModelFiles files = format.write(graph, context.scratch().resolve("stage.onnx")).files();
    try {
      return runtime.load(files.main());
    } finally {
      files.all().forEach(Examination::delete);
    }
  }

  private List<StageReport> evaluate(
      Graph graph, SequencedMap<String, RunnableModel> models, JobData.Measured data) {
    boolean probabilities = endsInSoftmax(graph);
    ValueInfo input = graph.inputs().getFirst();
    List<Subject> subjects =
        models.values().stream()
            .map(model -> new Subject(taking(input, model), probabilities))
            .toList();
    List<Evaluation> evaluations = evaluate(input.name(), subjects, batch(input), data);
    List<String> stages = List.copyOf(models.sequencedKeySet());
    return IntStream.range(0, stages.size())
        .mapToObj(stage -> new StageReport(stages.get(stage), evaluations.get(stage)))
        .toList();
  }

  private List<Evaluation> evaluate(
      String input, List<Subject> subjects, int batch, JobData.Measured data) {
    int samples = data.samples();
    try (Batches batches = data.batches(batch)) {
      return new Evaluator(input, data.set().summary().task(), data.set().summary().classes())
          .evaluate(subjects, batches, done -> tell(done, samples));
    }
  }

  private void tell(long done, int samples) {
    context.throwIfCancelled();
    context.progress(
        BEGIN + SHARE * done / samples,
        "EVALUATING",
        "Evaluated on %d of %d samples".formatted(done, samples));
  }

  private static RunnableModel taking(ValueInfo input, RunnableModel model) {
    return input.type().dim(0).isKnown() ? new FixedBatchModel(model, batch(input)) : model;
  }

  private static int batch(ValueInfo input) {
    Dim batch = input.type().dim(0);
    return batch.isKnown() ? (int) batch.size() : BATCH;
  }

  private static boolean endsInSoftmax(Graph graph) {
    String output = graph.outputs().getFirst().name();
    return graph.nodes().stream()
        .anyMatch(node -> node.outputs().contains(output) && node.operator().equals("Softmax"));
  }
}
