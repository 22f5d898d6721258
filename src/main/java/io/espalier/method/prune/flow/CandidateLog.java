package io.espalier.method.prune.flow;

import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.FloatingTensors;
import io.espalier.method.CostTotals;
import io.espalier.method.PruningRecord.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The candidates that were evaluated, kept so that another attempt goes on behind them. */
final class CandidateLog {
  private static final long SAVE_NANOS = 5_000_000_000L;
  private static final String FINGERPRINT = "candidates-of";
  private static final String WIDTHS = "widths";
  private static final String COSTS = "costs";
  private static final String FIGURES = "figures";

  private static final List<ToLongFunction<CostTotals>> COSTED =
      List.of(CostTotals::parameters, CostTotals::macs, CostTotals::flops, CostTotals::bytes);
  private static final List<ToDoubleFunction<Candidate>> MEASURED =
      List.of(
          Candidate::score,
          candidate -> candidate.accuracy().orElse(Double.NaN),
          Candidate::seconds);

  private final Checkpoints checkpoints;
  private final String fingerprint;
  private final LongSupplier clock;
  private final List<Candidate> all;
  private long saved;
  private int unsaved;

  /**
   * The log of an earlier attempt, or an empty one.
   *
   * @param fingerprint of what is searched; logs of something else are passed over
   * @param clock nanoseconds from any origin
   */
  CandidateLog(Checkpoints checkpoints, String fingerprint, LongSupplier clock) {
    this.checkpoints = checkpoints;
    this.fingerprint = fingerprint;
    this.clock = clock;
    this.saved = clock.getAsLong();
    this.all =
        checkpoints
            .newest()
            .filter(found -> fingerprint.equals(found.values().get(FINGERPRINT)))
            .map(CandidateLog::read)
            .orElseGet(ArrayList::new);
  }

  /** In the order in which they were evaluated. */
  List<Candidate> all() {
    return List.copyOf(all);
  }

  boolean knows(List<Integer> widths) {
    return all.stream().anyMatch(candidate -> candidate.widths().equals(widths));
  }

  /** The one with the lowest score, of equal ones the first. */
  Optional<Candidate> best() {
    return all.stream().min(Comparator.comparingDouble(Candidate::score));
  }

  /** Of all attempts together. */
  double seconds() {
    return all.stream().mapToDouble(Candidate::seconds).sum();
  }

  void add(Candidate candidate) {
    all.add(candidate);
    unsaved++;
    if (clock.getAsLong() - saved >= SAVE_NANOS) {
      save();
    }
  }

  /** Writes what is not yet written. */
  void save() {
    if (unsaved > 0) {
      checkpoints.save(write());
      saved = clock.getAsLong();
      unsaved = 0;
    }
  }

  private Checkpoint write() {
    int groups = all.getFirst().widths().size();
    Map<String, Tensor> tensors =
        Map.of(
            WIDTHS,
            longs(groups, all.stream().map(Candidate::widths).flatMap(List::stream).toList()),
            COSTS,
            longs(
                COSTED.size(),
                all.stream()
                    .flatMap(one -> COSTED.stream().map(cost -> cost.applyAsLong(one.cost())))
                    .toList()),
            FIGURES,
            figures());
    return new Checkpoint(tensors, Map.of(FINGERPRINT, fingerprint));
  }

  private Tensor longs(int columns, List<? extends Number> values) {
    return Tensor.ofLongs(
        new long[] {all.size(), columns}, values.stream().mapToLong(Number::longValue).toArray());
  }

  private Tensor figures() {
    int columns = MEASURED.size();
    return FloatingTensors.of(
        ElementType.DOUBLE,
        new long[] {all.size(), columns},
        i -> MEASURED.get((int) i % columns).applyAsDouble(all.get((int) i / columns)));
  }

  private static List<Candidate> read(Checkpoint checkpoint) {
    Tensor widths = checkpoint.tensors().get(WIDTHS);
    long[] costs = checkpoint.tensors().get(COSTS).toLongs();
    Tensor figures = checkpoint.tensors().get(FIGURES);
    int groups = Math.toIntExact(widths.dim(1));
    long[] flat = widths.toLongs();
    List<Candidate> read = new ArrayList<>();
    for (int n = 0; n < widths.dim(0); n++) {
      int cost = n * COSTED.size();
      long figure = (long) n * MEASURED.size();
      double accuracy = figures.doubleAt(figure + 1);
      read.add(
          new Candidate(
              n + 1,
              Arrays.stream(flat, n * groups, (n + 1) * groups).mapToObj(w -> (int) w).toList(),
              new CostTotals(costs[cost], costs[cost + 1], costs[cost + 2], costs[cost + 3]),
              figures.doubleAt(figure),
              Double.isNaN(accuracy) ? Optional.empty() : Optional.of(accuracy),
              figures.doubleAt(figure + 2)));
    }
    return read;
  }
}
