package io.espalier.method.prune.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.StepContext;
import io.espalier.method.TargetOutcome;
import io.espalier.method.prune.Criteria;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.data.BlockScores;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.turn.CutTurn;
import io.espalier.method.prune.width.Limits;
import io.espalier.method.prune.width.Prunable;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow.Draw;
import io.espalier.method.spec.prune.Flow.Sampling;
import io.espalier.method.spec.prune.WidthLimits;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SubmodelSearchTest {
  private static final long SEED = 7;
  private static final int CANDIDATES = 12;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Analysis analysis = Analyzer.analyze(ResidualNetwork.build(24, 32));
  private final PruneSpec spec =
      PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5)).withWidths(new WidthLimits(1, 1));
  private final CutTurn turn = new CutTurn(analysis, spec);
  private final SearchSpace space =
      turn.judge(
          Criteria.of(spec.criterion(), spec.target()),
          BlockScores.of(spec.criterion()),
          ScoringContext.ofWeights(analysis, new Random(SEED)));
  private final Limits limits = turn.limits(analysis.cost(), space, Optional.empty());
  private final List<Integer> usual = turn.decide(space, limits).widths();
  private final Kept kept = new Kept();
  private int evaluated;
  private long now;

  /** Checkpoints that live as long as the test. */
  private static final class Kept implements Checkpoints {
    private final List<Checkpoint> saved = new ArrayList<>();

    @Override
    public Optional<Checkpoint> newest() {
      return saved.isEmpty() ? Optional.empty() : Optional.of(saved.getLast());
    }

    @Override
    public void save(Checkpoint checkpoint) {
      saved.add(checkpoint);
    }
  }

  private CandidateLog log() {
    return new CandidateLog(kept, "test", () -> now);
  }

  private StructureDraw draws(long seed) {
    return new StructureDraw(space.prunables(), limits, usual, seed);
  }

  private SubmodelSearch search(CandidateLog log, Optional<Integer> seconds) {
    return new SubmodelSearch(
        new Sampling(CANDIDATES, Draw.UNIFORM, 1, seconds),
        space,
        draws(SEED),
        usual,
        log,
        () -> now,
        StepContext.unwatched());
  }

  /** The fewer channels of the first group go, the better. */
  private CandidateScorer.Score score(Cut cut) {
    evaluated++;
    now += SECOND_NANOS;
    int gone = cut.channels().values().stream().findFirst().map(set -> set.size()).orElse(0);
    return new CandidateScorer.Score(
        gone + cut.hashCode() % 1000 / 1e6, Optional.of(1.0 / (1 + gone)));
  }

  @ParameterizedTest
  @EnumSource(Draw.class)
  void everyDrawIsWithinTheBudgetAndAllowed(Draw draw) {
    for (int number = 1; number <= 40; number++) {
      List<Integer> widths = draws(SEED).draw(draw, number, 0);
      assertThat(limits.load(widths)).isBetween(0.9, 1 + TargetOutcome.TOLERANCE);
      for (int i = 0; i < widths.size(); i++) {
        Prunable prunable = space.prunables().get(i);
        assertThat(prunable.rule().nearest(widths.get(i))).isEqualTo(widths.get(i));
      }
    }
  }

  @Test
  void aDrawDependsOnSeedAndNumberAlone() {
    List<Integer> third = draws(SEED).draw(Draw.UNIFORM, 3, 0);
    StructureDraw other = draws(SEED);
    other.draw(Draw.UNIFORM, 1, 0);
    assertThat(other.draw(Draw.UNIFORM, 3, 0)).isEqualTo(third);
    assertThat(other.draw(Draw.UNIFORM, 4, 0)).isNotEqualTo(third);
    assertThat(draws(SEED + 1).draw(Draw.UNIFORM, 3, 0)).isNotEqualTo(third);
  }

  @Test
  void keepsTheBestAndEvaluatesNoStructureTwice() {
    CandidateLog log = log();
    Candidate best = search(log, Optional.empty()).run(this::score, _ -> {});
    assertThat(evaluated).isEqualTo(CANDIDATES);
    assertThat(log.all()).extracting(Candidate::score).allMatch(score -> score >= best.score());
    assertThat(new HashSet<>(log.all().stream().map(Candidate::widths).toList()))
        .hasSize(CANDIDATES);
    assertThat(log.all().getFirst().widths()).isEqualTo(usual);
  }

  @Test
  void goesOnBehindWhatAnEarlierAttemptEvaluated() {
    Candidate undisturbed = search(log(), Optional.empty()).run(this::score, _ -> {});
    List<Candidate> all = log().all();
    kept.saved.clear();
    evaluated = 0;
    Function<Cut, CandidateScorer.Score> killed =
        cut -> {
          if (evaluated == 5) {
            throw new CancellationException();
          }
          return score(cut);
        };
    assertThatThrownBy(() -> search(log(), Optional.empty()).run(killed, _ -> {}))
        .isInstanceOf(CancellationException.class);

    Candidate resumed = search(log(), Optional.empty()).run(this::score, _ -> {});

    assertThat(evaluated).isEqualTo(CANDIDATES);
    assertThat(resumed).isEqualTo(undisturbed);
    assertThat(log().all()).isEqualTo(all);
  }

  @Test
  void passesOverTheLogOfAnotherSearch() {
    search(log(), Optional.empty()).run(this::score, _ -> {});
    assertThat(new CandidateLog(kept, "other", () -> now).all()).isEmpty();
  }

  @Test
  void stopsWhenItsTimeIsOverWithTheBestSoFar() {
    CandidateLog log = log();
    Candidate best = search(log, Optional.of(4)).run(this::score, _ -> {});
    assertThat(log.all()).hasSize(4).contains(best);
  }

  @Test
  void saysSoWhenNothingDrawnWasBetter() {
    SubmodelSearch search = search(log(), Optional.empty());
    search.run(
        cut -> {
          evaluated++;
          return new CandidateScorer.Score(evaluated, Optional.empty());
        },
        _ -> {});
    assertThat(search.warnings()).singleElement().asString().contains("what the criterion decides");
  }

  @Test
  void refusesCandidatesThatAnswerWithNoNumbersAndKeepsTheOthers() {
    CandidateLog log = log();
    Function<Cut, CandidateScorer.Score> broken =
        cut ->
            evaluated == 3 ? new CandidateScorer.Score(Double.NaN, Optional.empty()) : score(cut);
    assertThatThrownBy(() -> search(log, Optional.empty()).run(broken, _ -> {}))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("Candidate 4");
    assertThat(log().all()).hasSize(3);
  }
}
