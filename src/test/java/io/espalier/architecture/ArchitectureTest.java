package io.espalier.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(Lifecycle.PER_CLASS)
class ArchitectureTest {

  private static final String ROOT = "io.espalier";

  private JavaClasses service;

  @BeforeAll
  void readTheClasses() {
    service =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  static Stream<ArchRule> rules() {
    return Stream.of(new PackageRules(ROOT).all(), new CodeRules(ROOT).all()).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theServiceKeeps(ArchRule rule) {
    rule.check(service);
  }
}
