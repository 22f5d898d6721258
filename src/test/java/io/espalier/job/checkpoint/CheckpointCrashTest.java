package io.espalier.job.checkpoint;

import static io.espalier.job.checkpoint.CheckpointSamples.checkpoint;
import static io.espalier.job.checkpoint.CheckpointSamples.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifact.CrashFiles;
import io.espalier.artifact.LocalFiles;
import io.espalier.engine.train.Checkpoints;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cuts the power, or breaks the disk, at every single step of a few saves. */
final class CheckpointCrashTest {
  private static final Path HOME = Path.of("home");
  private static final String JOB = "job";
  private static final int SAVES = 4;

  /** More than any scenario here has; the scenario that is not cut ends the enumeration. */
  private static final int MAXIMUM_STEPS = 200;

  @TempDir private Path restarts;

  private static Checkpoints of(Path home, CrashFiles files) {
    return new CheckpointStore(home, files).of(JOB, 1, 0);
  }

  private static CrashFiles disk() throws IOException {
    CrashFiles files = new CrashFiles();
    files.createDirectory(HOME);
    files.forceDirectory(HOME);
    return files;
  }

  @ParameterizedTest
  @EnumSource(CrashFiles.AfterCut.class)
  void afterACutTheLastThatWasSavedOrTheOneOnItsWayIsFound(CrashFiles.AfterCut after)
      throws IOException {
    int cuts = 0;
    for (int step = 1; step < MAXIMUM_STEPS; step++) {
      CrashFiles files = disk();
      files.cutBefore(step);
      List<Integer> saved = new ArrayList<>();
      boolean cut = wasCut(() -> saveSeveral(files, saved));
      assertFound(files.restarted(after), step, saved.isEmpty() ? 0 : saved.getLast());
      if (!cut) {
        assertThat(cuts).as("every step of the saves was cut").isGreaterThan(SAVES * 6);
        return;
      }
      cuts++;
    }
    throw new AssertionError("The scenario has more steps than are enumerated");
  }

  private static void saveSeveral(CrashFiles files, List<Integer> saved) {
    Checkpoints checkpoints = of(HOME, files);
    for (int i = 1; i <= SAVES; i++) {
      checkpoints.save(checkpoint(i));
      saved.add(i);
    }
  }

  private static boolean wasCut(Runnable scenario) {
    try {
      scenario.run();
      return false;
    } catch (CrashFiles.PowerCut cut) {
      return true;
    }
  }

  private void assertFound(CrashFiles disk, int step, int acknowledged) throws IOException {
    Path root = Files.createTempDirectory(restarts, "cut-%d-".formatted(step));
    disk.copyTo(root);
    Checkpoints next = new CheckpointStore(root.resolve(HOME), new LocalFiles()).of(JOB, 2, 0);

    assertThat(number(next.newest())).isBetween(acknowledged, acknowledged + 1);
    next.save(checkpoint(SAVES + 1));
    assertThat(number(next.newest())).isEqualTo(SAVES + 1);
  }

  @Test
  void aFullDiskAtAnyStepIsInsufficientStorageAndLeavesWhatWasSaved() throws IOException {
    assertFaultsLeaveTheLast("No space left on device", ErrorCode.INSUFFICIENT_STORAGE);
  }

  @Test
  void aFailingDiskAtAnyStepIsOurFaultAndLeavesWhatWasSaved() throws IOException {
    assertFaultsLeaveTheLast("Input/output error", ErrorCode.INTERNAL_ERROR);
  }

  private void assertFaultsLeaveTheLast(String message, ErrorCode code) throws IOException {
    int faults = 0;
    for (int step = 1; step < MAXIMUM_STEPS; step++) {
      faults += fails(step, message, code) ? 1 : 0;
    }
    assertThat(faults).as("create, writes, force, move, name, removal").isGreaterThanOrEqualTo(6);
  }

  private boolean fails(int step, String message, ErrorCode code) throws IOException {
    CrashFiles files = disk();
    saveSeveral(files, new ArrayList<>());
    files.failAt(step, message);
    try {
      of(HOME, files).save(checkpoint(SAVES + 1));
      return false;
    } catch (EspalierException refusal) {
      assertThat(refusal.code()).isEqualTo(code);
      assertThat(refusal.getMessage()).doesNotContain("home").doesNotContain(message);
      assertFound(files.restarted(CrashFiles.AfterCut.LOSES_ALL), step, SAVES);
      return true;
    }
  }
}
