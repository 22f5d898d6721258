package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Device;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.TrainingListener.Point;
import io.espalier.job.JobContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StretchedProgressTest {
  private static final double ROUNDING = 1e-12;

  private final Recording job = new Recording();
  private final StretchedProgress stretched = new StretchedProgress(job);

  @ParameterizedTest
  @CsvSource({"0,0", "0.2,0.45", "0.4,0.9", "0.7,0.95", "1,1"})
  void theStepsTakeNineTenthsOfAJobThatTrains(double fraction, double shown) {
    stretched.progress(fraction, "PHASE", "message");
    stretched.progress(fraction, "PHASE", "message", Duration.ofSeconds(3));
    assertThat(job.fractions)
        .hasSize(2)
        .allSatisfy(told -> assertThat(told).isCloseTo(shown, within(ROUNDING)));
    assertThat(job.told).containsExactly("PHASE message", "PHASE message PT3S");
  }

  @Test
  void neverGoesBack() {
    for (int percent = 0; percent <= 100; percent++) {
      stretched.progress(percent / 100.0, "PHASE", "message");
    }
    assertThat(job.fractions).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void handsEverythingElseOn() {
    stretched.throwIfCancelled();
    stretched.checkpoints(1);
    stretched.measured(2, new Point("loss", 7, 0, 0.5));
    stretched.resumed(3, 9);
    assertThat(job.told)
        .containsExactly("throwIfCancelled", "checkpoints 1", "measured 2", "resumed 3 9");
    assertThat(stretched.attempt()).isEqualTo(4);
    assertThat(stretched.devices()).containsExactly(Device.cuda(1));
    assertThat(stretched.scratch()).isEqualTo(Path.of("scratch"));
  }

  @Test
  void stepsThatTrainShareTheTime() {
    StepShares shares = new StepShares(List.of(0.5, 1.0, 1.0));
    assertThat(shares.overall(0, 0)).isZero();
    assertThat(shares.overall(0, 1)).isEqualTo(shares.overall(1, 0));
    assertThat(shares.overall(1, 0.5)).isCloseTo(0.4, within(ROUNDING));
    assertThat(shares.overall(2, 1)).isEqualTo(1);
  }

  private static final class Recording implements JobContext {
    private final List<Double> fractions = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Override
    public int attempt() {
      return 4;
    }

    @Override
    public Path scratch() {
      return Path.of("scratch");
    }

    @Override
    public List<Device> devices() {
      return List.of(Device.cuda(1));
    }

    @Override
    public void progress(double fraction, String phase, String message) {
      fractions.add(fraction);
      told.add(phase + " " + message);
    }

    @Override
    public void progress(double fraction, String phase, String message, Duration left) {
      fractions.add(fraction);
      told.add(phase + " " + message + " " + left);
    }

    @Override
    public void throwIfCancelled() {
      told.add("throwIfCancelled");
    }

    @Override
    public Checkpoints checkpoints(int step) {
      told.add("checkpoints " + step);
      return Checkpoints.none();
    }

    @Override
    public void measured(int step, Point point) {
      told.add("measured " + step);
    }

    @Override
    public void resumed(int step, long iteration) {
      told.add("resumed " + step + " " + iteration);
    }
  }
}
