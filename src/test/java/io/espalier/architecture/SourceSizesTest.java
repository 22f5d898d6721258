package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.architecture.SourceSizes.FileSize;
import io.espalier.architecture.SourceSizes.MethodSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceSizesTest {

  @TempDir Path folder;

  @BeforeEach
  void writeASource() throws IOException {
    Files.writeString(
        folder.resolve("Sample.java"),
        """
        record Sample(int a, int b) {
          Sample {
            a = Math.abs(a);
          }

          /** Not counted. */
          @Override
          public String toString() {
            return "";
          }

          static int sum(int one, int two, int three) {
            // } a brace that closes nothing
            Runnable nested =
                new Runnable() {
                  public void run() {}
                };
            return one + two + three;
          }

          interface Empty {
            void nothing();
          }
        }
        """);
  }

  @Test
  void countsTheLinesOfAFile() {
    assertThat(SourceSizes.below(folder).files()).containsExactly(new FileSize("Sample.java", 24));
  }

  @Test
  void countsMethodsThatHaveABodyFromTheirFirstAnnotation() {
    assertThat(SourceSizes.below(folder).methods())
        .extracting(MethodSize::name, MethodSize::lines)
        .containsExactly(
            tuple("Sample.java <init>", 3L),
            tuple("Sample.java toString", 4L),
            tuple("Sample.java sum", 8L),
            tuple("Sample.java run", 1L));
  }

  @Test
  void countsParametersButNotThoseOfACompactConstructor() {
    assertThat(SourceSizes.below(folder).methods())
        .extracting(MethodSize::parameters)
        .containsExactly(0, 0, 3, 0);
  }

  @Test
  void tellsTheLinesThatAShareOfTheMethodsDoesNotExceed() {
    SourceSizes sizes = SourceSizes.below(folder);
    assertThat(sizes.methodLinesAt(0.5)).isEqualTo(3);
    assertThat(sizes.methodLinesAt(1.0)).isEqualTo(8);
  }
}
