package io.espalier.method.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.engine.Device;
import io.espalier.engine.TorchLearners;
import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.TrainingListener;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.json.StrictJson;
import io.espalier.method.CostTotals;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.TrainingContext;
import io.espalier.method.TrainingPlan;
import io.espalier.method.spec.FineTuneSpec;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FineTuneMethodTest {
  private static final int FEATURES = 3;
  private static final int CLASSES = 4;
  private static final int STEP = 1;
  private static final long SEED = 5;
  private static final String QUICK =
      "\"steps\":6,\"batchSize\":8,\"optimizer\":{\"type\":\"sgd\",\"learningRate\":0.1}";

  private final FineTuneMethod method = new FineTuneMethod();
  private final JobSpecReader reader = new JobSpecReader(List.of(method.description()));
  private final Analysis network = Analyzer.analyze(network());

  /** Two linear layers: 3 · 5 + 5 and 5 · 4 + 4 numbers. */
  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("small", 1);
    String hidden = net.relu(net.linear(net.input("x", FEATURES), FEATURES, 5));
    return net.output(net.linear(hidden, 5, CLASSES), CLASSES).build();
  }

  @Test
  void planKeepsTheCostAndCountsWhatLearns() {
    StepPlan plan = method.plan(network, spec(QUICK), context(classes(CLASSES)));

    assertThat(plan.before()).isEqualTo(CostTotals.of(network.cost()));
    assertThat(plan.after()).isEqualTo(plan.before());
    assertThat(plan.target()).isEmpty();
    assertThat(plan.training()).contains(new TrainingPlan(20 + 24, 0, 4));
  }

  @Test
  void planCountsWhatIsFrozen() {
    String matrix =
        network.graph().initializers().entrySet().stream()
            .filter(weight -> weight.getValue().elements() == 3 * 5)
            .findFirst()
            .orElseThrow()
            .getKey();
    FineTuneSpec spec = spec("%s,\"freeze\":[\"%s\"]".formatted(QUICK, matrix));

    assertThat(method.plan(network, spec, context(classes(CLASSES))).training())
        .contains(new TrainingPlan(44 - 15, 15, 3));
  }

  @Test
  void outlineIsTheNetworkItself() {
    FineTuneSpec spec = spec(QUICK);
    StepPlan plan = method.plan(network, spec, context(classes(CLASSES)));
    assertThat(method.outline(network, spec, plan)).isEqualTo(network.graph());
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"freeze\":[\"head.*\"]|/steps/1/freeze/0|no-match",
        "\"train\":[\"*\",\"nothing\"]|/steps/1/train/1|no-match",
        "\"groups\":[{\"match\":[\"body\"]}]|/steps/1/groups/0/match/0|no-match",
        "\"loss\":\"mse\"|/steps/1/loss|loss-mismatch",
        "\"batchSize\":41|/steps/1/batchSize|out-of-range",
        "\"batchSize\":40,\"earlyStopping\":{\"validation\":0.1}|/steps/1/batchSize|out-of-range",
        "\"batchSize\":4,\"earlyStopping\":{\"validation\":0.01}|"
            + "/steps/1/earlyStopping/validation|no-samples"
      })
  void refusesAnOptionAtItsPlace(String options, String place, String code) {
    String batch = options.contains("batchSize") ? "" : "\"batchSize\":8,";
    assertThat(problems(batch + options, classes(CLASSES)))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly(place, code);
  }

  @Test
  void refusesMoreClassesThanTheNetworkAnswersWith() {
    assertThat(problems(QUICK, classes(CLASSES + 1)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.place()).isEqualTo("/dataset");
              assertThat(problem.message()).contains("5 classes", "answers with 4");
            });
    method.plan(network, spec(QUICK), context(classes(CLASSES - 1)));
  }

  @Test
  void refusesALossOfClassesForNumbers() {
    DatasetSummary numbers = summary(DatasetTask.REGRESSION, 0, 40);
    assertThat(problems(QUICK + ",\"loss\":\"cross-entropy\"", numbers))
        .extracting(Problem::code, Problem::message)
        .containsExactly(
            tuple(
                "loss-mismatch",
                "The loss of step 2 (fine-tune) is for classes, but the task of the data set is"
                    + " regression."));
    method.plan(network, spec(QUICK), context(numbers));
  }

  @Test
  void refusesADataSetWithoutTrainingSamplesAndReportsEveryProblemAtOnce() {
    assertThat(
            problems(
                QUICK + ",\"loss\":\"huber\"", summary(DatasetTask.CLASSIFICATION, CLASSES, 0)))
        .extracting(Problem::code)
        .containsExactly("loss-mismatch", "no-samples");
  }

  @Test
  void refusesANetworkThatCannotBeTrained() {
    NetworkBuilder net = new NetworkBuilder("foreign", 1);
    String hidden = net.op("FooBarBaz", net.linear(net.input("x", FEATURES), FEATURES, CLASSES));
    Analysis foreign = Analyzer.analyze(net.output(hidden, CLASSES).build());
    EspalierException refusal =
        catchThrowableOfType(
            EspalierException.class,
            () -> method.plan(foreign, spec(QUICK), context(classes(CLASSES))));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INFEASIBLE_PLAN);
    assertThat(refusal.problems()).isNotEmpty();
  }

  @Test
  void learnsAndChangesNothingButWeights() {
    FineTuneSpec spec = spec(QUICK);
    RecordedSamples samples = new RecordedSamples(classes(CLASSES), 40);
    StepOutput output = apply(spec, samples, Checkpoints.none());

    assertThat(output.graph().nodes()).isEqualTo(network.graph().nodes());
    assertThat(output.graph().initializers().keySet())
        .isEqualTo(network.graph().initializers().keySet());
    assertThat(output.graph().initializers()).isNotEqualTo(network.graph().initializers());
    assertThat(output.training().orElseThrow().steps()).isEqualTo(6);
    assertThat(output.training().orElseThrow().trainingSamples()).isEqualTo(40);
    assertThat(output.training().orElseThrow().devices()).containsExactly("cpu");
  }

  @Test
  void doesNotTrainAgainWhatACheckpointHasComplete() {
    FineTuneSpec spec = spec(QUICK);
    Kept kept = new Kept();
    StepOutput first = apply(spec, new RecordedSamples(classes(CLASSES), 40), kept);
    int saved = kept.saved.size();
    RecordedSamples samples = new RecordedSamples(classes(CLASSES), 40);
    StepOutput again = apply(spec, samples, kept);

    assertThat(samples.epochs()).isZero();
    assertThat(kept.saved).hasSize(saved);
    assertThat(again.graph()).isEqualTo(first.graph());
    assertThat(again.training().orElseThrow().steps()).isEqualTo(6);
  }

  private StepOutput apply(FineTuneSpec spec, RecordedSamples samples, Checkpoints checkpoints) {
    StepPlan plan = method.plan(network, spec, context(samples.summary()));
    TrainingContext training =
        new TrainingContext(
            network,
            samples,
            new TorchLearners(List.of(Device.CPU), 1),
            NoInstruments.INSTRUMENTS,
            List.of(Device.CPU),
            checkpoints,
            TrainingListener.none(),
            () -> 0,
            SEED);
    return method.apply(network, spec, plan, new Training(training));
  }

  private record Training(TrainingContext training) implements StepContext {
    @Override
    public void progress(double fraction, String activity) {}

    @Override
    public void throwIfCancelled() {}
  }

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

  private List<Problem> problems(String options, DatasetSummary data) {
    FineTuneSpec spec = spec(options);
    return catchThrowableOfType(
            EspalierException.class, () -> method.plan(network, spec, context(data)))
        .problems();
  }

  private FineTuneSpec spec(String options) {
    String document =
        "{\"model\":\"m\",\"dataset\":\"d\",\"steps\":[{\"type\":\"fine-tune\",%s}]}"
            .formatted(options);
    return (FineTuneSpec)
        reader.read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8))).steps().getFirst();
  }

  private static PlanContext context(DatasetSummary data) {
    return new PlanContext(STEP, SEED, Optional.of(data));
  }

  /** 40 training samples. */
  private static DatasetSummary classes(int classes) {
    return summary(DatasetTask.CLASSIFICATION, classes, 40);
  }

  private static DatasetSummary summary(DatasetTask task, int classes, int samples) {
    SequencedMap<String, SplitSummary> splits = new LinkedHashMap<>();
    if (samples > 0) {
      splits.put("train", new SplitSummary(samples, List.of()));
    }
    return new DatasetSummary(
        "npz",
        task,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        splits,
        Optional.empty(),
        List.of((long) FEATURES),
        Preprocessing.NONE,
        List.of());
  }
}
