package io.espalier.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ComparisonTableTest {
  private static final String BEFORE =
      """
      {"parameters":78042,"macs":12000000,"flops":24000100,"bytes":320414,
       "latency":[{"runtime":"onnxruntime","batch":1,"p50Millis":0.5,"p95Millis":0.75}],
       "accuracy":{"split":"held out","samples":1000,"top1":0.925,"top5":0.998}}""";
  private static final String AFTER =
      """
      {"parameters":39021,"macs":6000000,"flops":12000050,"bytes":160207,
       "latency":[{"runtime":"onnxruntime","batch":1,"p50Millis":0.25,"p95Millis":0.75}],
       "accuracy":{"split":"held out","samples":1000,"top1":0.5,"top5":0.9}}""";

  @Test
  void showsEachFigureBeforeAndAfter() {
    assertThat(ComparisonTable.of(report(BEFORE, AFTER)).stream().map(line -> cells(line)))
        .containsExactly(
            "before | after | change",
            "parameters | 78,042 | 39,021 | -50.0 %",
            "MACs | 12,000,000 | 6,000,000 | -50.0 %",
            "FLOPs | 24,000,100 | 12,000,050 | -50.0 %",
            "bytes of the ONNX file | 320,414 | 160,207 | -50.0 %",
            "p50 ms, onnxruntime, batch 1 | 0.500 | 0.250 | -50.0 %",
            "p95 ms, onnxruntime, batch 1 | 0.750 | 0.750 | +0.0 %",
            "top-1 of 1,000 images | 92.5 % | 50.0 % | -42.5 pt",
            "top-5 of 1,000 images | 99.8 % | 90.0 % | -9.8 pt");
  }

  @Test
  void alignsItsColumns() {
    assertThat(ComparisonTable.of(report(BEFORE, AFTER)).stream().map(String::length).distinct())
        .hasSize(1);
  }

  private static String cells(String line) {
    return line.strip().replaceAll(" {2,}", " | ");
  }

  @Test
  void leavesOutAccuracyThatWasNotMeasured() {
    String without = BEFORE.replaceAll("\"accuracy\":.*", "\"accuracy\":null}");

    assertThat(ComparisonTable.of(report(without, without)))
        .noneMatch(line -> line.contains("top-"));
  }

  private static JsonNode report(String before, String after) {
    return JsonMapper.builder()
        .build()
        .readTree("{\"before\":%s,\"after\":%s}".formatted(before, after));
  }
}
