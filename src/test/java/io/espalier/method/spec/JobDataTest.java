package io.espalier.method.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import io.espalier.json.StrictJson;
import io.espalier.method.prune.PruneMethod;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a job document says of data and devices. */
final class JobDataTest {
  private static final String STEPS = "\"steps\":[{\"type\":\"prune\",\"target\":{\"macs\":0.5}}]";

  private final JobSpecReader reader = new JobSpecReader(List.of(new PruneMethod().description()));

  @Test
  void readsEveryField() {
    JobSpec job =
        read(
            """
            "dataset":"ds_1","device":"gpu","devices":2,"evaluate":{"split":"val"},
            "preprocess":{"resize":256,"crop":{"height":224,"width":200},"channels":"bgr",
                          "range":"byte","mean":[1,2,3],"std":[0.5,0.5,0.5]}
            """);
    assertThat(job.dataset()).contains("ds_1");
    assertThat(job.placement()).isEqualTo(new Placement(DeviceChoice.GPU, 2));
    assertThat(job.evaluation()).contains(new Evaluation("val", Optional.empty()));
    assertThat(job.evaluationDataset()).contains("ds_1");
    assertThat(job.preprocess().applyTo(Preprocessing.NONE))
        .isEqualTo(
            new Preprocessing(
                Optional.of(new Resize.ShorterSide(256)),
                Optional.of(new Size(224, 200)),
                ChannelOrder.BGR,
                ValueRange.BYTE,
                List.of(1.0, 2.0, 3.0),
                List.of(0.5, 0.5, 0.5)));
  }

  @Test
  void needsNoneOfThem() {
    JobSpec job = read("\"seed\":1");
    assertThat(job.datasets()).isEmpty();
    assertThat(job.placement()).isEqualTo(Placement.ANYWHERE);
    assertThat(job.preprocess().toDocument()).isEmpty();
  }

  @Test
  void keepsWhatThePreprocessingDoesNotSay() {
    Preprocessing declared =
        new Preprocessing(
            Optional.of(new Resize.Exactly(new Size(32, 48))),
            Optional.of(new Size(28, 28)),
            ChannelOrder.GREY,
            ValueRange.SYMMETRIC,
            List.of(0.1),
            List.of(0.2));
    JobSpec job = read("\"preprocess\":{\"mean\":[0.3]}");
    assertThat(job.preprocess().applyTo(declared).mean()).containsExactly(0.3);
    assertThat(read("\"preprocess\":{}").preprocess().applyTo(declared)).isEqualTo(declared);
  }

  @Test
  void measuresOnAnotherDataSetWhereTheEvaluationNamesOne() {
    JobSpec job = read("\"dataset\":\"ds_1\",\"evaluate\":{\"dataset\":\"other\"}");
    assertThat(job.evaluation()).contains(new Evaluation("test", Optional.of("other")));
    assertThat(job.evaluationDataset()).contains("other");
    assertThat(job.datasets()).containsExactly("ds_1", "other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"dataset\":\"ds_1\",\"evaluate\":{}",
        "\"evaluate\":{\"split\":\"val\",\"dataset\":\"fashion-mnist-heldout\"}",
        "\"preprocess\":{\"resize\":{\"height\":8,\"width\":9},\"channels\":\"grey\"}",
        "\"preprocess\":{\"crop\":7,\"range\":\"unit\"},\"device\":\"cpu\",\"devices\":8"
      })
  void readsBackTheDocumentItWrites(String fields) {
    JobSpec job = read(fields);
    Map<String, Object> document = job.toDocument();
    assertThat(reader.read(StrictJson.read(JsonMapper.shared().writeValueAsBytes(document))))
        .isEqualTo(job);
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"evaluate\":{}|/dataset|dataset-missing",
        "\"evaluate\":{\"split\":\"test\"}|/dataset|dataset-missing",
        "\"evaluate\":{\"split\":\"\"},\"dataset\":\"d\"|/evaluate/split|out-of-range",
        "\"dataset\":7|/dataset|wrong-type",
        "\"dataset\":\"\\u0000\"|/dataset|bad-text",
        "\"device\":\"tpu\"|/device|unknown-value",
        "\"devices\":0|/devices|out-of-range",
        "\"devices\":9|/devices|out-of-range",
        "\"preprocess\":[]|/preprocess|wrong-type",
        "\"preprocess\":{\"resize\":0}|/preprocess/resize|out-of-range",
        "\"preprocess\":{\"resize\":16385}|/preprocess/resize|out-of-range",
        "\"preprocess\":{\"resize\":\"big\"}|/preprocess/resize|wrong-type",
        "\"preprocess\":{\"crop\":{\"height\":8}}|/preprocess/crop/width|missing",
        "\"preprocess\":{\"mean\":[0,0,0,0,0]}|/preprocess/mean|out-of-range",
        "\"preprocess\":{\"mean\":[NaN]}|/preprocess/mean/0|not-finite",
        "\"preprocess\":{\"std\":[0]}|/preprocess/std/0|out-of-range",
        "\"preprocess\":{\"std\":[-1]}|/preprocess/std/0|out-of-range",
        "\"preprocess\":{\"channels\":\"RGB\"}|/preprocess/channels|unknown-value",
        "\"preprocess\":{\"range\":\"0-1\"}|/preprocess/range|unknown-value",
        "\"preprocess\":{\"blur\":1}|/preprocess/blur|unknown-field"
      })
  void refusesAFieldAtItsPlace(String fields, String place, String code) {
    assertThat(problems(fields))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly(place, code);
  }

  @Test
  void saysWhatToGiveAnEvaluationWithoutData() {
    assertThat(problems("\"evaluate\":{}").getFirst().message())
        .isEqualTo(
            "The evaluation has nothing to measure on. Give the job a dataset: an identifier"
                + " (ds_…) or the name of a bundled set.");
  }

  private JobSpec read(String fields) {
    String document = "{\"model\":\"m\",%s,%s}".formatted(STEPS, fields);
    return reader.read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8)));
  }

  private List<Problem> problems(String fields) {
    return catchThrowableOfType(EspalierException.class, () -> read(fields)).problems();
  }
}
