package io.espalier.method.spec.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.DatasetTask;
import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.Distillation;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.Schedule;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.engine.train.TrainingSettings;
import io.espalier.engine.train.TrainingSettings.Length;
import io.espalier.json.JsonPlace;
import io.espalier.json.ObjectType;
import io.espalier.json.StrictJson;
import io.espalier.method.spec.SchemaCheck;
import io.espalier.method.spec.training.TrainingSpec.EarlyStop;
import io.espalier.method.spec.training.TrainingSpec.LossChoice;
import io.espalier.method.training.WeightRules;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TrainingOptionsTest {
  private static final String EVERYTHING =
      """
      {"steps":700,"batchSize":64,"microBatch":16,
       "optimizer":{"type":"adamw","learningRate":0.001,"weightDecay":0.02,"beta1":0.8,
                    "beta2":0.9,"epsilon":1e-6},
       "schedule":{"type":"step","warmup":0.1,"milestones":[0.3,0.6],"gamma":0.5},
       "clipNorm":1,"ema":0.999,
       "earlyStopping":{"validation":0.2,"patience":2,"minimumImprovement":0.01},
       "distill":{"temperature":2,"alpha":1},
       "loss":{"type":"cross-entropy","labelSmoothing":0.1},
       "precision":"bf16","batchNorm":"frozen",
       "train":["layer*"],"freeze":["layer1.*","layer2.?.weight"],
       "groups":[{"match":["fc.*"],"learningRate":10,"weightDecay":0},{"match":["*.bias"]}],
       "decayVectors":false}
      """;

  private final TrainingOptions options = new TrainingOptions(TrainingSpec.DEFAULT);
  private final ObjectType<TrainingSpec> type =
      ObjectType.of(options.all(), options::read).withOnlyOneOf("epochs", "steps");

  @Test
  void readsEveryOption() {
    assertThat(read(EVERYTHING))
        .isEqualTo(
            new TrainingSpec(
                new Length.Steps(700),
                64,
                Optional.of(16),
                new Optimizer.AdamW(0.001, 0.02, 0.8, 0.9, 1e-6),
                new Schedule.Step(0.1, List.of(0.3, 0.6), 0.5),
                Optional.of(1.0),
                Optional.of(0.999),
                Optional.of(new EarlyStop(0.2, 2, 0.01)),
                Optional.of(new Distillation(2, 1)),
                new LossChoice.Given(new Loss.CrossEntropy(0.1)),
                TrainingPrecision.BF16,
                BatchNormMode.FROZEN,
                new WeightRules(
                    List.of("layer*"),
                    List.of("layer1.*", "layer2.?.weight"),
                    List.of(
                        new WeightRules.Group(List.of("fc.*"), 10, Optional.of(0.0)),
                        new WeightRules.Group(List.of("*.bias"), 1, Optional.empty())),
                    false)));
  }

  @Test
  void anEmptyObjectIsTheDefault() {
    assertThat(read("{}")).isEqualTo(TrainingSpec.DEFAULT);
  }

  @Test
  void defaultsAreThoseOfTheStepType() {
    TrainingSpec own = read(EVERYTHING);
    TrainingOptions others = new TrainingOptions(own);
    TrainingSpec spec = read(ObjectType.of(others.all(), others::read), "{}");
    assertThat(spec.optimizer()).isEqualTo(own.optimizer());
    assertThat(spec.weights()).isEqualTo(own.weights());
    assertThat(spec.length()).isEqualTo(own.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EVERYTHING,
        "{}",
        "{\"epochs\":3}",
        "{\"optimizer\":\"sgd\",\"schedule\":\"constant\"}",
        "{\"optimizer\":\"adamw\",\"schedule\":\"cosine\",\"loss\":\"mse\"}",
        "{\"optimizer\":{\"type\":\"sgd\",\"nesterov\":true},\"schedule\":\"linear\",\"loss\":\"mae\"}",
        "{\"schedule\":\"step\",\"loss\":\"huber\",\"earlyStopping\":{},\"distill\":{}}",
        "{\"schedule\":\"one-cycle\",\"loss\":{\"type\":\"auto\",\"labelSmoothing\":0.2}}"
      })
  void readsBackWhatItWrites(String document) {
    TrainingSpec spec = read(document);
    String written = JsonMapper.shared().writeValueAsString(spec.toDocument());
    assertThat(read(written)).isEqualTo(spec);
    assertThat(SchemaCheck.accepts(type.schema(), json(document))).isTrue();
    assertThat(SchemaCheck.accepts(type.schema(), json(written))).isTrue();
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"epochs\":1,\"steps\":1}||conflicting-fields",
        "{\"epochs\":0}|/epochs|out-of-range",
        "{\"epochs\":1.5}|/epochs|wrong-type",
        "{\"steps\":0}|/steps|out-of-range",
        "{\"batchSize\":0}|/batchSize|out-of-range",
        "{\"microBatch\":0}|/microBatch|out-of-range",
        "{\"optimizer\":\"sdg\"}|/optimizer|unknown-value",
        "{\"optimizer\":{\"learningRate\":1}}|/optimizer/type|missing",
        "{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":0}}|/optimizer/learningRate|out-of-range",
        "{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":\"NaN\"}}|/optimizer/learningRate|not-finite",
        "{\"optimizer\":{\"type\":\"sgd\",\"momentum\":1}}|/optimizer/momentum|out-of-range",
        "{\"optimizer\":{\"type\":\"sgd\",\"beta1\":0.9}}|/optimizer/beta1|unknown-field",
        "{\"optimizer\":{\"type\":\"adamw\",\"nesterov\":true}}|/optimizer/nesterov|unknown-field",
        "{\"optimizer\":null}|/optimizer|wrong-type",
        "{\"schedule\":{\"type\":\"constant\",\"floor\":0}}|/schedule/floor|unknown-field",
        "{\"schedule\":{\"type\":\"cosine\",\"warmup\":1}}|/schedule/warmup|out-of-range",
        "{\"schedule\":{\"type\":\"step\",\"milestones\":[]}}|/schedule/milestones|out-of-range",
        "{\"schedule\":{\"type\":\"step\",\"milestones\":[0.5,0.5]}}|/schedule/milestones/1|repeated",
        "{\"clipNorm\":0}|/clipNorm|out-of-range",
        "{\"ema\":1}|/ema|out-of-range",
        "{\"earlyStopping\":true}|/earlyStopping|wrong-type",
        "{\"earlyStopping\":{\"validation\":0.6}}|/earlyStopping/validation|out-of-range",
        "{\"earlyStopping\":{\"patience\":0}}|/earlyStopping/patience|out-of-range",
        "{\"distill\":{\"alpha\":1.01}}|/distill/alpha|out-of-range",
        "{\"distill\":{\"temperature\":0}}|/distill/temperature|out-of-range",
        "{\"loss\":\"l1\"}|/loss|unknown-value",
        "{\"loss\":{\"type\":\"mse\",\"labelSmoothing\":0.1}}|/loss/labelSmoothing|unknown-field",
        "{\"precision\":\"fp8\"}|/precision|unknown-value",
        "{\"batchNorm\":true}|/batchNorm|wrong-type",
        "{\"freeze\":\"layer1.*\"}|/freeze|wrong-type",
        "{\"freeze\":[]}|/freeze|out-of-range",
        "{\"train\":[\"\"]}|/train/0|out-of-range",
        "{\"groups\":[{\"learningRate\":2}]}|/groups/0/match|missing",
        "{\"groups\":[{\"match\":[\"a\"],\"learningRate\":-1}]}|/groups/0/learningRate|out-of-range",
        "{\"lr\":1}|/lr|unknown-field"
      })
  void refusesAnOptionAtItsPlace(String document, String place, String code) {
    Problems problems = new Problems();
    assertThat(type.read(json(document), JsonPlace.root(problems))).isEmpty();
    assertThat(problems.toList())
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly(place == null ? "" : place, code);
    assertThat(SchemaCheck.accepts(type.schema(), json(document))).isFalse();
  }

  @Test
  void saysWhichFieldsExcludeEachOther() {
    Problems problems = new Problems();
    JsonPlace place = JsonPlace.root(problems).member("training");
    assertThat(type.read(json("{\"epochs\":1,\"steps\":1}"), place)).isEmpty();
    assertThat(problems.toList())
        .extracting(Problem::message)
        .containsExactly("The training must have only one of epochs, steps.");
  }

  @Test
  void closesEveryObjectOfTheSchema() {
    assertThat(SchemaCheck.isClosed(type.schema())).isTrue();
  }

  @Test
  void theTaskChoosesTheLoss() {
    LossChoice auto = new LossChoice.Auto(0.1);
    assertThat(auto.of(DatasetTask.CLASSIFICATION)).isEqualTo(new Loss.CrossEntropy(0.1));
    assertThat(auto.of(DatasetTask.SEGMENTATION)).isEqualTo(new Loss.CrossEntropy(0.1));
    assertThat(auto.of(DatasetTask.SEQUENCE)).isEqualTo(new Loss.CrossEntropy(0.1));
    assertThat(auto.of(DatasetTask.REGRESSION)).isEqualTo(new Loss.MeanSquared());
    assertThat(new LossChoice.Given(new Loss.Huber(2)).of(DatasetTask.CLASSIFICATION))
        .isEqualTo(new Loss.Huber(2));
  }

  @Test
  void aMicroBatchIsNeverLargerThanTheBatch() {
    TrainingSettings settings =
        read("{\"batchSize\":8,\"microBatch\":32}")
            .settings(DatasetTask.CLASSIFICATION, List.of(), 7);
    assertThat(settings.microBatch()).isEqualTo(8);
    assertThat(settings.batch()).isEqualTo(8);
    assertThat(settings.seed()).isEqualTo(7);
  }

  private TrainingSpec read(String document) {
    return read(type, document);
  }

  private static TrainingSpec read(ObjectType<TrainingSpec> type, String document) {
    Problems problems = new Problems();
    Optional<TrainingSpec> spec = type.read(json(document), JsonPlace.root(problems));
    assertThat(problems.toList()).isEmpty();
    return spec.orElseThrow();
  }

  private static JsonNode json(String document) {
    return StrictJson.read(document.getBytes(StandardCharsets.UTF_8));
  }
}
