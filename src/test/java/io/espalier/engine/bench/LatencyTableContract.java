package io.espalier.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every table of times does. */
public abstract class LatencyTableContract {
  protected static final LatencyPlace HERE = new LatencyPlace("onnxruntime", "1", "cpu", "a", 2);
  private static final LatencyPlace ELSEWHERE = new LatencyPlace("onnxruntime", "1", "cpu", "a", 4);

  /** An empty table, or what was kept in it by the same test before. */
  protected abstract LatencyTable open();

  @Test
  void knowsNothingAtFirst() {
    assertThat(open().of(HERE)).isEmpty();
  }

  @Test
  void givesBackWhatWasKept() {
    open().keep(HERE, Map.of("Conv", 1.25, "Gemm", 0.5));
    assertThat(open().of(HERE))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Conv", 1.25, "Gemm", 0.5));
  }

  @Test
  void addsToWhatIsThere() {
    open().keep(HERE, Map.of("Conv", 1.25, "Gemm", 0.5));
    open().keep(HERE, Map.of("Conv", 2.0, "MatMul", 3.0));
    assertThat(open().of(HERE))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Conv", 2.0, "Gemm", 0.5, "MatMul", 3.0));
  }

  @Test
  void keepsPlacesApart() {
    open().keep(HERE, Map.of("Conv", 1.25));
    assertThat(open().of(ELSEWHERE)).isEmpty();
  }
}
