package io.espalier.report;

import java.util.List;

/** How one of the numbers of a report is counted. */
public record Convention(String number, String meaning) {
  /** The conventions of every report. */
  public static final List<Convention> ALL =
      List.of(
          new Convention(
              "macs",
              "Multiply-accumulates of the convolutions and matrix products of one sample;"
                  + " normalisation, activations and pooling count as 0."),
          new Convention("flops", "Two for each MAC and one for each bias addition."),
          new Convention(
              "parameters",
              "Learned numbers, each shared one once, without running statistics of BatchNorm."),
          new Convention("bytes", "Size of the ONNX file."),
          new Convention(
              "latency",
              "Wall-clock time of one run in milliseconds, median (p50) and 95th percentile (p95),"
                  + " after warm-up runs, on the named runtime, device and number of threads."),
          new Convention(
              "accuracy",
              "Share of samples of the named split with the label first (top1) or among the first"
                  + " five (top5), measured without any fine-tuning."));
}
