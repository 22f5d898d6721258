package io.espalier.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class StageTableTest {
  private static final String STAGES =
      """
      {"stages":[
       {"stage":"original","evaluation":{"classification":{"top1":0.925,"top5":0.998}}},
       {"stage":"step 1: prune, before recovery","evaluation":{"classification":{"top1":0.25,"top5":0.75}}},
       {"stage":"step 1: prune","evaluation":{"classification":{"top1":0.875,"top5":0.99}}},
       {"stage":"step 2: fine-tune","evaluation":{"classification":{"top1":0.93,"top5":0.998}}}]}""";

  @Test
  void showsWhatRecoveryAndTuningWonBack() {
    assertThat(StageTable.of(report(STAGES)).stream().map(StageTableTest::cells))
        .containsExactly(
            "top-1 | top-5 | change",
            "as it came | 92.50 % | 99.80 % | +0.00 pt",
            "the bare cut, before recovery | 25.00 % | 75.00 % | -67.50 pt",
            "recovered, without labels | 87.50 % | 99.00 % | -5.00 pt",
            "tuned | 93.00 % | 99.80 % | +0.50 pt");
  }

  @Test
  void keepsTheNameOfAnyOtherStage() {
    String other = STAGES.replace("step 1: prune, before recovery", "step 1: prune, random");
    assertThat(StageTable.of(report(other)))
        .anyMatch(line -> line.contains("step 1: prune, random"));
  }

  @Test
  void isEmptyWhereNothingWasEvaluated() {
    assertThat(StageTable.of(report("{}"))).isEmpty();
  }

  private static String cells(String line) {
    return line.strip().replaceAll(" {2,}", " | ");
  }

  private static JsonNode report(String json) {
    return JsonMapper.shared().readTree(json);
  }
}
