package io.espalier.job.checkpoint;

import static io.espalier.job.checkpoint.CheckpointSamples.checkpoint;
import static io.espalier.job.checkpoint.CheckpointSamples.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.graph.Tensor;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every place for checkpoints does that keeps any. */
abstract class CheckpointsContract {
  /** Those of one training, as an attempt of its job sees them. */
  abstract Checkpoints of(int attempt);

  @Test
  void findsNothingAtFirst() {
    assertThat(of(1).newest()).isEmpty();
  }

  @Test
  void findsWhatWasSavedLast() {
    Checkpoints checkpoints = of(1);
    for (int i = 1; i <= 12; i++) {
      checkpoints.save(checkpoint(i));
      assertThat(number(checkpoints.newest())).isEqualTo(i);
    }
  }

  @Test
  void keepsTensorsOfEveryShapeAndAnyText() {
    Map<String, Tensor> tensors =
        Map.of(
            "scalar", Tensor.scalar(Float.MIN_VALUE),
            "empty", Tensor.ofFloats(new long[] {0, 3}),
            "numbers/of.many \"kinds\"", Tensor.vector(Long.MIN_VALUE, -1, 7));
    Map<String, String> values = Map.of("best", "1.0e-3", "text", "\"ä\n漢", "none", "");
    of(1).save(new Checkpoint(tensors, values));

    Checkpoint found = of(1).newest().orElseThrow();
    assertThat(found.values()).isEqualTo(values);
    assertThat(found.tensors()).containsOnlyKeys(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> {
          assertThat(found.tensors().get(name).type()).isEqualTo(tensor.type());
          assertThat(found.tensors().get(name).bytes().mismatch(tensor.bytes())).isEqualTo(-1);
        });
  }

  @Test
  void aNewAttemptFindsWhatTheLastOneSaved() {
    of(1).save(checkpoint(1));
    assertThat(number(of(2).newest())).isEqualTo(1);
    of(2).save(checkpoint(2));
    assertThat(number(of(3).newest())).isEqualTo(2);
  }

  @Test
  void asManyOpeningsOfOneAttemptAsItLikesAreOnePlace() {
    of(1).save(checkpoint(1));
    of(1).save(checkpoint(2));
    of(1).save(checkpoint(3));
    assertThat(number(of(1).newest())).isEqualTo(3);
  }

  @Test
  void anAttemptThatWasFrozenHidesNothing() {
    Checkpoints frozen = of(1);
    frozen.save(checkpoint(1));
    Checkpoints newer = of(2);
    newer.save(checkpoint(2));
    for (int i = 3; i < 7; i++) {
      frozen.save(checkpoint(i));
      assertThat(number(newer.newest())).isEqualTo(2);
    }
    newer.save(checkpoint(7));
    frozen.save(checkpoint(8));
    assertThat(number(of(3).newest())).isEqualTo(7);
  }

  @Test
  void whatWasFoundStaysValidWhenItIsReplaced() {
    Checkpoints checkpoints = of(1);
    checkpoints.save(checkpoint(1));
    Checkpoint found = checkpoints.newest().orElseThrow();
    for (int i = 2; i < 6; i++) {
      checkpoints.save(checkpoint(i));
    }
    assertThat(number(Optional.of(found))).isEqualTo(1);
  }
}
