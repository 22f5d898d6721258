package io.espalier.method.prune.flow;

import io.espalier.method.CostTotals;
import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.StepContext;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.spec.prune.Flow.Sampling;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Evaluates drawn sub-networks one after the other and keeps the best.
 *
 * <p>The first is what the criterion alone would cut, the second takes an equal share of
 * everything; what is drawn has to beat both. A candidate depends on the seed and its number, not
 * on time or on what was found before, and none is evaluated twice.
 */
final class SubmodelSearch {
  /** Of one number, before the space counts as exhausted. */
  private static final int MOST_DRAWS = 100;

  private static final int BASELINES = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Sampling options;
  private final SearchSpace space;
  private final StructureDraw draw;
  private final List<Integer> usual;
  private final CandidateLog log;
  private final LongSupplier clock;
  private final StepContext context;

  /**
   * @param usual the widths that the criterion decides on
   * @param clock nanoseconds from any origin
   */
  SubmodelSearch(
      Sampling options,
      SearchSpace space,
      StructureDraw draw,
      List<Integer> usual,
      CandidateLog log,
      LongSupplier clock,
      StepContext context) {
    this.options = options;
    this.space = space;
    this.draw = draw;
    this.usual = usual;
    this.log = log;
    this.clock = clock;
    this.context = context;
  }

  /**
   * Evaluates what is missing and gives the best.
   *
   * @param better takes the best whenever there is another
   * @throws EspalierException TRAINING_DIVERGED when a candidate answers with numbers that are not
   *     finite, and as the evaluation does
   */
  Candidate run(Function<Cut, CandidateScorer.Score> evaluation, Consumer<Candidate> better) {
    try {
      Optional<List<Integer>> next = next();
      while (next.isPresent() && !isOver()) {
        add(evaluated(next.get(), evaluation), better);
        tell();
        next = next();
      }
    } finally {
      log.save();
    }
    return log.best().orElseThrow();
  }

  private void add(Candidate candidate, Consumer<Candidate> better) {
    log.add(candidate);
    log.best().filter(candidate::equals).ifPresent(better);
  }

  private boolean isOver() {
    int done = log.all().size();
    boolean late = options.seconds().filter(seconds -> log.seconds() >= seconds).isPresent();
    return done >= options.candidates() || late && done > 0;
  }

  /** The widths of the next candidate; empty when nothing new is drawn any more. */
  private Optional<List<Integer>> next() {
    int number = log.all().size() + 1;
    for (int attempt = 0; attempt < MOST_DRAWS; attempt++) {
      List<Integer> widths = widths(number, attempt);
      if (!log.knows(widths)) {
        return Optional.of(widths);
      }
    }
    return Optional.empty();
  }

  private List<Integer> widths(int number, int attempt) {
    if (number <= BASELINES && attempt == 0) {
      return number == 1 ? usual : draw.even();
    }
    return draw.draw(options.draw(), number, attempt);
  }

  private Candidate evaluated(
      List<Integer> widths, Function<Cut, CandidateScorer.Score> evaluation) {
    int number = log.all().size() + 1;
    long begun = clock.getAsLong();
    CandidateScorer.Score score = evaluation.apply(space.cut(widths));
    if (!Double.isFinite(score.divergence())) {
      throw new EspalierException(
          ErrorCode.TRAINING_DIVERGED,
          ("Candidate %d of the sampling answers with NaN or infinity. Keep more of the network, or"
                  + " recalibrate with more samples.")
              .formatted(number));
    }
    return new Candidate(
        number,
        widths,
        CostTotals.of(space.predict(widths)),
        score.divergence(),
        score.accuracy(),
        (clock.getAsLong() - begun) / NANOS_PER_SECOND);
  }

  private void tell() {
    int done = log.all().size();
    context.progress(
        (double) done / options.candidates(),
        String.format(
            Locale.ROOT,
            "Evaluated %d of %d sub-networks, best divergence %.4f",
            done,
            options.candidates(),
            log.best().orElseThrow().score()));
  }

  /** What a person should know about the outcome; sentences. */
  List<String> warnings() {
    Candidate best = log.best().orElseThrow();
    if (best.number() > BASELINES) {
      return List.of();
    }
    return List.of(
        "No drawn structure was better than %s: sampling has not helped here."
            .formatted(best.number() == 1 ? "what the criterion decides" : "equal shares"));
  }
}
