package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Memory that libtorch takes, which no garbage collector gives back. */
class LearnerMemoryTest {
  /** Of what a leak of one batch a step would take. */
  private static final double STEPS_SHARE = 0.05;

  /** The same for learners, which saw fewer batches. */
  private static final double LEARNERS_SHARE = 0.5;

  @Test
  void aThousandStepsAndTwentyLearnersTakeNoMoreMemoryThanTheFirst() throws Exception {
    Assumptions.assumeTrue(ProcessMemory.isKnown());
    Map<String, Long> growth = growthKibibytes();

    assertThat(growth).containsOnlyKeys("steps", "learners");
    assertThat((double) growth.get("steps"))
        .isLessThan(STEPS_SHARE * LearnerMemory.STEPS_KIBIBYTES);
    assertThat((double) growth.get("learners"))
        .isLessThan(LEARNERS_SHARE * LearnerMemory.LEARNERS_KIBIBYTES);
  }

  /** The heap is resident from the start, so that only other memory grows. */
  private static Map<String, Long> growthKibibytes() throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                LearnerMemory.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return figures(output);
  }

  private static Map<String, Long> figures(String output) {
    Map<String, Long> figures = new HashMap<>();
    for (String line : output.lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 2) {
        figures.put(words[0], Long.parseLong(words[1]));
      }
    }
    return figures;
  }
}
