package io.espalier.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.method.finetune.FineTuneMethod;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.sensitivity.SensitivityMethod;
import io.espalier.method.spec.StepDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MethodRegistryTest {
  @Test
  void refusesAKindOfStepWithoutAMethod() {
    assertThatThrownBy(() -> new MethodRegistry(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PruneSpec");
  }

  @Test
  void refusesTwoMethodsForOneKindOfStep() {
    assertThatThrownBy(() -> new MethodRegistry(List.of(new PruneMethod(), new PruneMethod())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PruneSpec");
  }

  @Test
  void describesItsMethods() {
    assertThat(
            new MethodRegistry(
                    List.of(new PruneMethod(), new FineTuneMethod(), new SensitivityMethod()))
                .descriptions())
        .extracting(StepDescription::type)
        .containsExactly("prune", "fine-tune", "sensitivity");
  }
}
