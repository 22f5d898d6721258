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
import java.util.ArrayList;
import java.util.List;

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
   * One evaluation for the original and one for every step, in order.
   *
   * @param original in files that ONNX Runtime opens
   * @param compressed as it was written
   */
  List<Evaluation> evaluate(
      CompressionResult result, ModelFiles original, ModelFiles compressed, JobData.Measured data) {
    List<RunnableModel> models = new ArrayList<>();
    try {
      models.add(runtime.load(original.main()));
      for (int i = 0; i < result.steps().size() - 1; i++) {
        models.add(written(result.steps().get(i).after().graph(), i));
      }
      models.add(runtime.load(compressed.main()));
      return evaluate(result.original().graph(), models, data);
    } finally {
      models.forEach(RunnableModel::close);
    }
  }

  private RunnableModel written(Graph graph, int step) {
    ModelFiles files =
        format.write(graph, context.scratch().resolve("stage-%d.onnx".formatted(step))).files();
    try {
      return runtime.load(files.main());
    } finally {
      files.all().forEach(Examination::delete);
    }
  }

  private List<Evaluation> evaluate(
      Graph graph, List<RunnableModel> models, JobData.Measured data) {
    boolean probabilities = endsInSoftmax(graph);
    ValueInfo input = graph.inputs().getFirst();
    List<Subject> subjects =
        models.stream().map(model -> new Subject(taking(input, model), probabilities)).toList();
    int samples = data.samples();
    try (Batches batches = data.batches(batch(input))) {
      return new Evaluator(
              input.name(), data.set().summary().task(), data.set().summary().classes())
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
