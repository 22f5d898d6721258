package io.espalier.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
  private static final int DEEP = 100_000;
  private static final int DIGITS = 100_000;
  private static final int KEYS = 50_000;

  @Test
  void readsADocument() {
    assertThat(StrictJson.read(utf8("{\"a\":[1,2.5,\"x\",null,true]}")).get("a")).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "",
        "  ",
        "{} {}",
        "{}x",
        "[1,]",
        "{'a':1}",
        "{a:1}",
        "01",
        "\uFEFF{}",
        "tru"
      })
  void refusesWhatIsNotOneJsonValue(String text) {
    assertRefused(utf8(text), ErrorCode.MALFORMED_JSON);
  }

  @Test
  void refusesOtherEncodings() {
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("UTF-32")
        }) {
      assertRefused("{\"a\":1}".getBytes(charset), ErrorCode.MALFORMED_JSON);
    }
    assertRefused(new byte[] {'"', (byte) 0xFF, '"'}, ErrorCode.MALFORMED_JSON);
  }

  @Test
  void namesLineAndColumnOfAFault() {
    assertThatThrownBy(() -> StrictJson.read(utf8("{\n  \"a\": ?}")))
        .hasMessageContaining("line 2, column 8");
  }

  @Test
  void refusesARepeatedKeyByName() {
    assertThatThrownBy(() -> StrictJson.read(utf8("{\"ratio\":0.1,\"ratio\":0.9}")))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.DUPLICATE_KEY))
        .hasMessageContaining("(ratio)");
  }

  @Test
  void refusesDeepLongAndManyThings() {
    assertRefused(utf8("[".repeat(DEEP)), ErrorCode.MALFORMED_JSON);
    assertRefused(utf8("1".repeat(DIGITS)), ErrorCode.MALFORMED_JSON);
    assertRefused(utf8('"' + "x".repeat(DIGITS) + '"'), ErrorCode.MALFORMED_JSON);
    String keys =
        IntStream.range(0, KEYS)
            .mapToObj(i -> "\"k%d\":1".formatted(i))
            .collect(Collectors.joining(",", "{", "}"));
    assertRefused(utf8(keys), ErrorCode.MALFORMED_JSON);
    assertRefused(new byte[StrictJson.MOST_BYTES + 1], ErrorCode.TOO_LARGE);
  }

  @Test
  void saysNothingOfTheParser() {
    for (String text : new String[] {"[".repeat(DEEP), "{", "?", "{\"a\":1,\"a\":2}", "{} {}"}) {
      assertThatThrownBy(() -> StrictJson.read(utf8(text)))
          .message()
          .doesNotContainIgnoringCase("jackson")
          .doesNotContain("StreamReadConstraints", "java.", "Exception");
    }
  }

  private static void assertRefused(byte[] body, ErrorCode code) {
    assertThatThrownBy(() -> StrictJson.read(body))
        .isInstanceOfSatisfying(
            EspalierException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
