package io.espalier.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
          new Convention(
              "bytes",
              "Size of the model as the ONNX file that was examined, in the precision of the original"
                  + " and unfolded; a file made with other options has its own size, see Provenance."),
          new Convention(
              "latency",
              "Wall-clock time of one run in milliseconds, median (p50) and 95th percentile (p95),"
                  + " after warm-up runs, of the examined model, on the named runtime, device and number of threads."),
          new Convention(
              "accuracy",
              "Share of samples of the named split with the label first (top1) or among the first"
                  + " five (top5); no step chooses anything by that split."));

  /**
   * The conventions of the report on one model.
   *
   * @param extents numbers that stand in for extents the model leaves open, by symbol
   */
  public static List<Convention> of(Map<String, Long> extents) {
    if (extents.isEmpty()) {
      return ALL;
    }
    String sizes =
        extents.entrySet().stream()
            .map(extent -> "%s = %d".formatted(extent.getKey(), extent.getValue()))
            .collect(Collectors.joining(", "));
    Convention open =
        new Convention(
            "extents", "The model leaves extents open; one sample has %s.".formatted(sizes));
    return Stream.concat(ALL.stream(), Stream.of(open)).toList();
  }
}
