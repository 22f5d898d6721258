package io.espalier.method.prune;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.PlanContext;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether a data set has the samples that a prune step reads. */
final class SampleChecks {
  private static final String TOO_FEW = "too-few-samples";

  private final PruneSpec spec;
  private final DatasetSummary data;
  private final PlanContext context;
  private final Problems problems;
  private final int available;

  SampleChecks(PruneSpec spec, DatasetSummary data, PlanContext context, Problems problems) {
    this.spec = spec;
    this.data = data;
    this.context = context;
    this.problems = problems;
    this.available =
        Optional.ofNullable(data.splits().get("train")).map(SplitSummary::samples).orElse(0);
  }

  /** Reports every fault at its place in the job document. */
  void check(List<ChannelGroup> groups) {
    switch (spec.criterion()) {
      case Criterion.PrincipalFilters filters -> checkWidest(filters, groups);
      case Criterion.LearnedGates gates -> checkBatch(gates);
      case Criterion _ -> {}
    }
    if (spec.flow() instanceof Flow.Sampling sampling) {
      checkEvaluation(sampling);
    }
  }

  /** A covariance of fewer samples than channels has not the rank it is judged by. */
  private void checkWidest(Criterion.PrincipalFilters filters, List<ChannelGroup> groups) {
    int read = Math.min(filters.samples(), available);
    groups.stream()
        .max(Comparator.comparingInt(ChannelGroup::channels))
        .filter(widest -> widest.channels() > read)
        .ifPresent(
            widest ->
                problems.add(
                    context.place("criterion/samples"),
                    TOO_FEW,
                    "The criterion (pfa) would read %d samples, but the layer (%s) has %d channels and needs as many. Raise samples, or take another criterion."
                        .formatted(read, widest.id(), widest.channels())));
  }

  private void checkBatch(Criterion.LearnedGates gates) {
    if (gates.batchSize() > available) {
      problems.add(
          context.place("criterion/batchSize"),
          "out-of-range",
          "The batchSize (%d) must be at most the number of training samples (%d)."
              .formatted(gates.batchSize(), available));
    }
  }

  private void checkEvaluation(Flow.Sampling sampling) {
    if (available <= spec.recovery().samples()) {
      problems.add(
          context.place("flow/samples"),
          TOO_FEW,
          "The flow (sampling) evaluates on samples that the calibration (%d) does not use, but there are %d training samples. Calibrate with fewer than these."
              .formatted(spec.recovery().samples(), available));
    }
  }

  /** Sentences on what reads fewer samples than it asks for. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    warn(
        "criterion (%s)".formatted(spec.criterion().wireName()),
        spec.criterion().samples(),
        available,
        warnings);
    if (spec.recovery().asked().filter(List::isEmpty).isEmpty()) {
      warn("recovery", spec.recovery().samples(), available, warnings);
    }
    if (spec.flow() instanceof Flow.Sampling sampling) {
      int left = available - spec.recovery().samples();
      warn("flow (sampling)", sampling.samples(), left, warnings);
    }
    return warnings;
  }

  private static void warn(String reader, int asked, int there, List<String> warnings) {
    if (asked > there) {
      warnings.add(
          "The %s asks for %d samples, but the training split has only %d for it: it reads those."
              .formatted(reader, asked, there));
    }
  }
}
