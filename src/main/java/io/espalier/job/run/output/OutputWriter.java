package io.espalier.job.run.output;

import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.TorchScriptExport;
import io.espalier.engine.bench.Agreement;
import io.espalier.format.ModelFiles;
import io.espalier.format.onnx.OnnxExport;
import io.espalier.format.onnx.OnnxOptions;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.method.spec.Output;
import io.espalier.method.spec.OutputType;
import io.espalier.report.VerificationCheck;
import java.nio.file.Path;
import java.util.List;

/** Writes the outputs of a job to its scratch folder and verifies each from the written file. */
public final class OutputWriter {
  /** Largest difference from the reference, relative to the largest output. */
  static final double EQUALITY_TOLERANCE = 1e-4;

  /** The same where a BatchNormalization was multiplied into weights, which rounds anew. */
  static final double FOLDED_TOLERANCE = 1e-3;

  /** The same for 16-bit weights, whose own rounding is 5e-4 and adds up over the layers. */
  static final double HALF_PRECISION_TOLERANCE = 5e-2;

  private static final int OLDEST_KEPT_OPSET = 17;

  private final OnnxWriter writer;
  private final SafetensorsReader reader;
  private final OnnxRuntime onnx;
  private final TorchRuntime torch;

  /**
   * A writer of outputs.
   *
   * @param writer of ONNX files
   * @param reader that safetensors files are read back with
   */
  public OutputWriter(
      OnnxWriter writer, SafetensorsReader reader, OnnxRuntime onnx, TorchRuntime torch) {
    this.writer = writer;
    this.reader = reader;
    this.onnx = onnx;
    this.torch = torch;
  }

  /**
   * Writes and verifies one output; a report has no file here.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE, INFEASIBLE_PLAN or
   *     UNSUPPORTED_FORMAT when the model has no exact form in this format
   */
  public VerifiedOutput write(Output output, OutputSource source, Path folder) {
    return switch (output) {
      case Output.Onnx options -> onnx(options, source, folder.resolve("model.onnx"));
      case Output.TorchScript() -> torchScript(source, folder.resolve("model.pt"));
      case Output.Safetensors() -> new WeightsOutput(reader).write(source, folder);
      case Output.Report() -> new VerifiedOutput(List.of(), List.of());
    };
  }

  private VerifiedOutput onnx(Output.Onnx output, OutputSource source, Path file) {
    OnnxOptions options = options(output, source.compressed().graph());
    Graph prepared = new OnnxExport(options).prepare(source.compressed().graph());
    ModelFiles files = writer.write(prepared, file);
    try (RunnableModel model = onnx.load(file)) {
      List<Tensor> outputs = model.run(source.samples());
      return VerifiedOutput.of(
          files.all(),
          equal(
              "model.onnx (opset %d, %s) computes what the result computes"
                  .formatted(options.opset(), output.precision().wireName()),
              source.reference(),
              outputs,
              tolerance(output)));
    }
  }

  private static OnnxOptions options(Output.Onnx output, Graph graph) {
    int kept = Math.clamp(graph.opset(), OLDEST_KEPT_OPSET, OutputType.NEWEST_OPSET);
    return new OnnxOptions(output.opset().orElse(kept), output.precision(), output.foldBatchNorm());
  }

  private static double tolerance(Output.Onnx output) {
    return switch (output.precision()) {
      case FP32 -> output.foldBatchNorm() ? FOLDED_TOLERANCE : EQUALITY_TOLERANCE;
      case FP16 -> HALF_PRECISION_TOLERANCE;
    };
  }

  private VerifiedOutput torchScript(OutputSource source, Path file) {
    TorchScriptExport.write(source.compressed().typed(), file);
    try (RunnableModel model = torch.load(file, source.compressed().typed())) {
      return VerifiedOutput.of(
          List.of(file),
          equal(
              "model.pt, loaded in libtorch, computes what the result computes",
              source.reference(),
              model.run(source.samples()),
              EQUALITY_TOLERANCE));
    }
  }

  private static VerificationCheck equal(
      String check, List<Tensor> expected, List<Tensor> found, double tolerance) {
    double error = Agreement.between(expected, found).maximumRelativeError();
    return VerificationCheck.of(
        check,
        error <= tolerance,
        "largest relative difference %.2e, allowed %.0e".formatted(error, tolerance));
  }
}
