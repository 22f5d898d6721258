package io.espalier.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import io.espalier.json.JsonPlace;
import io.espalier.json.StrictJson;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTypeTest {
  private final Problems problems = new Problems();

  @Test
  void readsEveryMember() {
    Preprocessing read =
        applied(
            """
            {"resize":256,"crop":{"height":3,"width":4},"channels":"bgr","range":"symmetric",
             "mean":[0.5,-1,2],"std":[1,2,3]}""");

    assertThat(read)
        .isEqualTo(
            new Preprocessing(
                Optional.of(new Resize.ShorterSide(256)),
                Optional.of(new Size(3, 4)),
                ChannelOrder.BGR,
                ValueRange.SYMMETRIC,
                List.of(0.5, -1.0, 2.0),
                List.of(1.0, 2.0, 3.0)));
  }

  @Test
  void leavesWhatIsNotSaid() {
    assertThat(applied("{}")).isEqualTo(Preprocessing.NONE);
    assertThat(applied("{\"resize\":{\"height\":1,\"width\":2}}").resize())
        .contains(new Resize.Exactly(new Size(1, 2)));
    assertThat(applied("{\"crop\":9}").crop()).contains(new Size(9, 9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"std\":[0]};/std/0;out-of-range",
        "{\"mean\":[]};/mean;out-of-range",
        "{\"crop\":0};/crop;out-of-range",
        "{\"resize\":{\"height\":5}};/resize/width;missing",
        "{\"channels\":\"rbg\"};/channels;unknown-value",
        "{\"size\":5};/size;unknown-field"
      })
  void refusesAtItsPlace(String json, String place, String code) {
    assertThat(read(json)).isEmpty();
    assertThat(problems.toList())
        .first()
        .extracting(Problem::place, Problem::code)
        .containsExactly(place, code);
  }

  private Preprocessing applied(String json) {
    return read(json).orElseThrow().applyTo(Preprocessing.NONE);
  }

  private Optional<PreprocessingOverride> read(String json) {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    return PreprocessingType.type().read(StrictJson.read(utf8), JsonPlace.root(problems));
  }
}
