package io.espalier.method.prune.width;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.method.spec.prune.WidthLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WidthRuleTest {
  @Test
  void roundsWideGroupsToMultiples() {
    WidthRule rule = rule(64, 8, 4);
    for (int wanted = 0; wanted <= 64; wanted++) {
      assertThat(rule.nearest(wanted) % 8).isZero();
      assertThat(Math.abs(rule.nearest(wanted) - Math.max(8, wanted))).isLessThanOrEqualTo(4);
    }
  }

  @ParameterizedTest
  @CsvSource({"15,8,4,4", "16,8,4,8", "3,8,4,3", "100,8,20,24", "100,1,1,1", "31,16,6,6"})
  void floorsAtTheMinimumAndOneMultiple(int channels, int rounding, int minimum, int floor) {
    assertThat(rule(channels, rounding, minimum).smallest()).isEqualTo(floor);
  }

  @Test
  void keepsAWidthThatIsNoMultipleWhole() {
    WidthRule rule = rule(100, 8, 4);
    assertThat(rule.nearest(100)).isEqualTo(100);
    assertThat(rule.nearest(99)).isEqualTo(100);
    assertThat(rule.nearest(97)).isEqualTo(96);
    assertThat(rule.narrower(100)).isEqualTo(96);
    assertThat(rule.wider(96)).isEqualTo(100);
  }

  @Test
  void stopsAtBothEnds() {
    WidthRule rule = rule(32, 8, 4);
    assertThat(rule.narrower(8)).isEqualTo(8);
    assertThat(rule.wider(32)).isEqualTo(32);
    assertThat(rule.nearest(0)).isEqualTo(8);
  }

  @Test
  void leavesAGroupNoWiderThanTheMinimumWhole() {
    assertThat(rule(4, 8, 4).canBeCut()).isFalse();
    assertThat(rule(5, 8, 4).canBeCut()).isTrue();
    assertThat(rule(64, 8, 64).canBeCut()).isFalse();
  }

  @Test
  void neverPassesAWiderWidthForANarrowerWish() {
    for (int channels = 1; channels < 80; channels++) {
      WidthRule rule = rule(channels, 8, 4);
      for (int wanted = 1; wanted <= channels; wanted++) {
        assertThat(rule.nearest(wanted)).isGreaterThanOrEqualTo(rule.nearest(wanted - 1));
      }
    }
  }

  private static WidthRule rule(int channels, int rounding, int minimum) {
    return WidthRule.of(channels, new WidthLimits(rounding, minimum));
  }
}
