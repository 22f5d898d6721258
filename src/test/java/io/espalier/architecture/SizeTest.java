package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.architecture.SourceSizes.FileSize;
import io.espalier.architecture.SourceSizes.MethodSize;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small things are read; large ones are scrolled past. */
class SizeTest {

  private static final long MOST_LINES_OF_A_FILE = 400;
  private static final long MOST_LINES_OF_A_METHOD = 60;
  private static final long MOST_LINES_OF_A_MIDDLE_METHOD = 5;
  private static final long MOST_LINES_OF_NINE_METHODS_IN_TEN = 15;
  private static final int MOST_PARAMETERS = 7;

  enum Part {
    MAIN(Path.of("src/main/java")),
    TEST(Path.of("src/test/java"));

    private final SourceSizes sizes;

    Part(Path folder) {
      this.sizes = SourceSizes.below(folder);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noFileIsLong(Part part) {
    assertThat(part.sizes.files())
        .filteredOn(file -> file.lines() > MOST_LINES_OF_A_FILE)
        .as("files of more than %d lines: split each by what it is about", MOST_LINES_OF_A_FILE)
        .extracting(FileSize::name, FileSize::lines)
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noMethodIsLong(Part part) {
    assertThat(part.sizes.methods())
        .filteredOn(method -> method.lines() > MOST_LINES_OF_A_METHOD)
        .as("methods of more than %d lines: name their parts", MOST_LINES_OF_A_METHOD)
        .extracting(MethodSize::name, MethodSize::lines)
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noMethodAsksForMuch(Part part) {
    assertThat(part.sizes.methods())
        .filteredOn(method -> method.parameters() > MOST_PARAMETERS)
        .as("methods of more than %d parameters: give them a record", MOST_PARAMETERS)
        .extracting(MethodSize::name, MethodSize::parameters)
        .isEmpty();
  }

  @Test
  void mostMethodsAreSmall() {
    SourceSizes main = Part.MAIN.sizes;
    long middle = main.methodLinesAt(0.5);
    long nineInTen = main.methodLinesAt(0.9);
    System.out.printf(
        "%d files, %d methods: half have at most %d lines, nine in ten at most %d%n",
        main.files().size(), main.methods().size(), middle, nineInTen);
    assertThat(middle).isLessThanOrEqualTo(MOST_LINES_OF_A_MIDDLE_METHOD);
    assertThat(nineInTen).isLessThanOrEqualTo(MOST_LINES_OF_NINE_METHODS_IN_TEN);
  }
}
