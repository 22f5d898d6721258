package io.espalier.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.SettableClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cuts the power before every single step of a put. */
final class PowerCutTest {
  private static final Path HOME = Path.of("home");
  private static final long LIMIT = 1 << 20;
  private static final Duration NO_AGE = Duration.ZERO;

  /** More than any scenario here has; the scenario that is not cut ends the enumeration. */
  private static final int MAXIMUM_STEPS = 200;

  private final SettableClock clock = new SettableClock();
  private final Random names = new Random(1);

  private FileArtifactStore open(CrashFiles files) {
    return new FileArtifactStore(HOME, files, clock, names);
  }

  private static String put(ArtifactStore store, String text) {
    return store
        .put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), LIMIT)
        .sha256();
  }

  /** Longer than one chunk, so that a cut can fall between two writes. */
  private static String longText(String word) {
    return word.repeat(20_000);
  }

  @ParameterizedTest
  @EnumSource(CrashFiles.AfterCut.class)
  void keepsEveryAcknowledgedPutAndNoHalfOne(CrashFiles.AfterCut after) {
    int cuts = 0;
    for (int step = 1; step < MAXIMUM_STEPS; step++) {
      CrashFiles files = new CrashFiles();
      files.cutBefore(step);
      List<String> acknowledged = new ArrayList<>();
      boolean cut = wasCut(() -> putSeveral(files, acknowledged));
      assertIntact(files.restarted(after), acknowledged);
      if (!cut) {
        assertThat(cuts).as("every step of four puts was cut").isGreaterThan(30);
        return;
      }
      cuts++;
    }
    throw new AssertionError("The scenario has more steps than are enumerated");
  }

  private void putSeveral(CrashFiles files, List<String> acknowledged) {
    FileArtifactStore store = open(files);
    acknowledged.add(put(store, longText("first")));
    acknowledged.add(put(store, "second"));
    acknowledged.add(put(store, longText("first")));
    acknowledged.add(put(store, ""));
  }

  @Test
  void aPutThatFindsTheContentOfADeadProcessIsAsSafeAsAnyOther() {
    for (int killed = 1; killed < MAXIMUM_STEPS; killed++) {
      CrashFiles files = new CrashFiles();
      FileArtifactStore store = open(files);
      files.cutBefore(killed);
      boolean cut = wasCut(() -> put(store, longText("word")));

      files.cutBefore(Integer.MAX_VALUE);
      String acknowledged = put(open(files), longText("word"));

      assertIntact(files.restarted(CrashFiles.AfterCut.LOSES_ALL), List.of(acknowledged));
      if (!cut) {
        return;
      }
    }
    throw new AssertionError("A put has more steps than are enumerated");
  }

  private static boolean wasCut(Runnable scenario) {
    try {
      scenario.run();
      return false;
    } catch (CrashFiles.PowerCut cut) {
      return true;
    }
  }

  private void assertIntact(CrashFiles found, List<String> acknowledged) {
    FileArtifactStore store = open(found);
    acknowledged.forEach(store::verifiedPath);
    clock.advance(Duration.ofSeconds(1));
    store.committedBefore(clock.instant()).forEach(store::verifiedPath);
    store.sweepStaging(NO_AGE);
    assertThat(found.list(HOME.resolve("staging"))).isEmpty();
  }

  @Test
  void aFullDiskAtAnyStepIsInsufficientStorageAndLeavesNothing() {
    assertFailuresLeaveNothing("No space left on device", ErrorCode.INSUFFICIENT_STORAGE);
  }

  @Test
  void aFailingDiskAtAnyStepIsOurFaultAndLeavesNothing() {
    assertFailuresLeaveNothing("Input/output error", ErrorCode.INTERNAL_ERROR);
  }

  private void assertFailuresLeaveNothing(String message, ErrorCode code) {
    List<Integer> failed =
        IntStream.range(1, MAXIMUM_STEPS)
            .filter(step -> fails(step, message, code))
            .boxed()
            .toList();
    assertThat(failed).as("create, 2 writes, force, touch, folder, move, 2 names").hasSize(9);
  }

  private boolean fails(int step, String message, ErrorCode code) {
    CrashFiles files = new CrashFiles();
    FileArtifactStore store = open(files);
    files.failAt(step, message);
    try {
      put(store, longText("word"));
      return false;
    } catch (EspalierException refusal) {
      assertThat(refusal.code()).isEqualTo(code);
      assertThat(refusal.getMessage()).doesNotContain("home").doesNotContain(message);
      clock.advance(Duration.ofSeconds(1));
      assertThat(store.committedBefore(clock.instant())).isEmpty();
      assertThat(files.list(HOME.resolve("staging"))).isEmpty();
      return true;
    }
  }
}
