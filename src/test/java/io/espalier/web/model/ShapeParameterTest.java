package io.espalier.web.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.catalog.DeclaredShapes;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeParameterTest {
  @Test
  void readsOneShapeForEachInput() {
    assertThat(ShapeParameter.of("image:1,3,48,192;mask:1,128"))
        .isEqualTo(
            new DeclaredShapes(
                Map.of("image", List.of(1L, 3L, 48L, 192L), "mask", List.of(1L, 128L))));
  }

  @Test
  void takesANameWithAColon() {
    assertThat(ShapeParameter.of("input:0:1,3").byInput()).containsOnlyKeys("input:0");
  }

  @Test
  void declaresNothingWhenItIsEmpty() {
    assertThat(ShapeParameter.of("")).isEqualTo(DeclaredShapes.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "x:", ":1,2", "x:1,,2", "x:-1", "x:0,3", "x:1.5", "x:1;x:2", "x:9999999999"})
  void refusesAnyOtherForm(String text) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> ShapeParameter.of(text))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED));
  }
}
