package io.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules hold on a small tidy service and each of them finds its fault in a tangled one. */
class ArchitectureRulesTest {

  private static final String TANGLED = "io.espalier.architecture.tangled";
  private static final String UNTANGLED = "io.espalier.architecture.untangled";

  private static final Map<String, List<String>> FAULTS =
      Map.ofEntries(
          Map.entry("Every feature has its place among the arrows", List.of("misc.Leftover")),
          Map.entry("Arrows between packages point one way", List.of("DrawnNode", "web.Page")),
          Map.entry("Packages have no cycles", List.of("Slice graph", "Slice web")),
          Map.entry("The graph rests on the JDK alone", List.of("StringUtils", "web.Page")),
          Map.entry("Only the engine sees native runtimes", List.of("ai.djl.Device")),
          Map.entry("Protobuf is for tests only", List.of("com.google.protobuf.ByteString")),
          Map.entry("Spring stays at the edge", List.of("StringUtils", "Autowired")),
          Map.entry("Only rows are mapped with Spring JDBC", List.of("DeviceHolder", "JdbcClient")),
          Map.entry("Only the queue sees its scheduler", List.of("DeviceHolder", "Scheduler")),
          Map.entry("Every package is @NullMarked", List.of("tangled.job")),
          Map.entry("The clock is given", List.of("Instant.now()", "System.currentTimeMillis()")),
          Map.entry("Chance is given", List.of("UUID.randomUUID()", "java.util.Random.<init>()")),
          Map.entry("Nobody sleeps", List.of("Thread.sleep(long)")),
          Map.entry("Names say what a thing is", List.of("JobManager")),
          Map.entry("Classes are closed", List.of("JobManager")),
          Map.entry("Nothing static changes", List.of("COUNT", "WIDTHS", "last")),
          Map.entry("Nobody reads serialized objects", List.of("ObjectInputStream")),
          Map.entry("Dependencies arrive through constructors", List.of("JobManager.names")));

  private static final JavaClasses TANGLED_CLASSES =
      new ClassFileImporter().importPackages(TANGLED);
  private static final JavaClasses UNTANGLED_CLASSES =
      new ClassFileImporter().importPackages(UNTANGLED);

  static Stream<ArchRule> tangledRules() {
    return rules(TANGLED);
  }

  static Stream<ArchRule> untangledRules() {
    return rules(UNTANGLED);
  }

  @ParameterizedTest
  @MethodSource("tangledRules")
  void findsItsFault(ArchRule rule) {
    EvaluationResult result = rule.evaluate(TANGLED_CLASSES);
    assertThat(result.hasViolation()).isTrue();
    assertThat(String.join("\n", result.getFailureReport().getDetails()))
        .contains(FAULTS.get(name(rule)));
  }

  @ParameterizedTest
  @MethodSource("untangledRules")
  void letsATidyServicePass(ArchRule rule) {
    rule.check(UNTANGLED_CLASSES);
  }

  @Test
  void everyRuleHasAFaultItMustFind() {
    assertThat(FAULTS.keySet())
        .containsExactlyInAnyOrderElementsOf(
            tangledRules().map(ArchitectureRulesTest::name).toList());
  }

  private static Stream<ArchRule> rules(String root) {
    return Stream.of(new PackageRules(root).all(), new CodeRules(root).all()).flatMap(List::stream);
  }

  private static String name(ArchRule rule) {
    return rule.getDescription().split(", because")[0];
  }
}
