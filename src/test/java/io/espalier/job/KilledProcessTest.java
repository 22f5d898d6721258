package io.espalier.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes at random moments and looks at what the next one finds. */
final class KilledProcessTest {
  private static final int ROUNDS = 3;
  private static final int LATEST_KILL_MILLIS = 600;
  private static final long SEED = 11;

  @TempDir private Path home;
  private final Random random = new Random(SEED);
  private final Map<String, String> sha256ByModel = new LinkedHashMap<>();
  private final List<String> jobs = new ArrayList<>();
  private final List<String> interrupted = new ArrayList<>();

  @Test
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void losesNothingThatWasAcknowledgedAndTakesRunningJobsUpAgain() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      killWhileAJobRuns();
    }
    finishTheLastJob();

    try (ServiceInAProcess service = new ServiceInAProcess(home)) {
      sha256ByModel.forEach((id, sha256) -> assertModelIsWhole(service, id, sha256));
      jobs.forEach(id -> assertThat(service.jobs.find(id)).isNotNull());
      interrupted.forEach(id -> assertJobWasTakenUpAgain(service.jobs.find(id), service));
    }
    assertThat(sha256ByModel).hasSizeGreaterThan(ROUNDS);
    assertThat(interrupted).hasSize(ROUNDS);
  }

  private static void assertModelIsWhole(ServiceInAProcess service, String id, String sha256) {
    assertThat(service.models.find(id).content().main().sha256()).isEqualTo(sha256);
    assertThat(service.artifacts.verifiedPath(sha256)).exists();
  }

  private static void assertJobWasTakenUpAgain(Job job, ServiceInAProcess service) {
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.attempts().number()).isGreaterThanOrEqualTo(2);
    assertThat(job.artifacts()).hasSize(1);
    assertThat(service.artifacts.verifiedPath(job.artifacts().getFirst().content().sha256()))
        .hasContent("result of " + job.id());
  }

  /** Waits for a job that nobody has interrupted yet, and kills the process in its midst. */
  private void killWhileAJobRuns() throws Exception {
    Child child = new Child();
    String job = child.awaitStart(interrupted);
    child.readFor(random.nextInt(LATEST_KILL_MILLIS));
    child.kill();
    interrupted.add(job);
  }

  private void finishTheLastJob() throws Exception {
    Child child = new Child();
    child.awaitStart(interrupted);
    child.kill();
  }

  private final class Child {
    private final Process process;
    private final BufferedReader output;

    private Child() throws IOException {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      process =
          new ProcessBuilder(
                  java.toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ServiceInAProcess.class.getName(),
                  home.toString())
              .redirectError(home.resolve("errors.txt").toFile())
              .start();
      output = process.inputReader();
    }

    /** Reads until a job starts that is not among the given. */
    private String awaitStart(List<String> known) throws IOException {
      while (true) {
        String[] words = read();
        if (words[1].equals("started") && !known.contains(words[2])) {
          return words[2];
        }
      }
    }

    private void readFor(long millis) throws Exception {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      while (System.nanoTime() < end) {
        if (output.ready()) {
          read();
        } else {
          Thread.sleep(1);
        }
      }
    }

    private String[] read() throws IOException {
      String line = output.readLine();
      if (line == null) {
        throw new AssertionError(Files.readString(home.resolve("errors.txt")));
      }
      return line.startsWith("@ ") ? noted(line.split(" ")) : new String[] {"", ""};
    }

    private String[] noted(String[] words) {
      if (words[1].equals("model")) {
        sha256ByModel.put(words[2], words[3]);
      } else if (words[1].equals("job")) {
        jobs.add(words[2]);
      }
      return words;
    }

    private void kill() throws Exception {
      process.toHandle().destroyForcibly();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("@ ") && line.split(" ").length == (line.contains("model") ? 4 : 3)) {
          noted(line.split(" "));
        }
      }
      process.waitFor();
    }
  }
}
