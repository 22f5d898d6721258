package io.espalier.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Which package may use which, and who may see which library. */
final class PackageRules {

  private static final List<String> EDGE = List.of("web", "ops", "config", "demo");
  private static final List<String> ROWS =
      List.of("catalog", "upload", "job", "idempotency", "database");

  private final String root;
  private final Map<String, List<String>> arrows = new TreeMap<>();

  /**
   * @param root the package that holds the feature packages
   */
  PackageRules(String root) {
    this.root = root;
    arrow("problem");
    arrow("graph", "problem");
    arrow("format", "graph", "problem");
    arrow("engine", "dataset", "graph", "problem");
    arrow("dataset", "graph", "json", "problem");
    arrow("json", "problem");
    arrow("architecture", "problem", "json", "graph", "format");
    arrow("intake", "problem", "json", "graph", "format", "architecture");
    arrow("method", "problem", "json", "graph", "format", "engine", "dataset");
    arrow("report", "problem", "graph", "format", "engine", "dataset", "method");
    arrow("database", "problem");
    arrow("resource", "problem");
    arrow("artifact", "resource", "problem");
    arrow("idempotency", "database", "resource", "problem");
    arrow(
        "catalog",
        "artifact",
        "database",
        "dataset",
        "format",
        "graph",
        "idempotency",
        "intake",
        "problem",
        "resource");
    arrow(
        "upload", "artifact", "catalog", "database", "idempotency", "json", "problem", "resource");
    arrow("job", allSoFar());
    arrow("web", allSoFar("engine", "database"));
    arrow("ops", allSoFar("web"));
    arrow("demo", allSoFar("ops"));
    arrow("config", allSoFar());
  }

  private void arrow(String from, String... to) {
    arrows.put(from, List.of(to));
  }

  private String[] allSoFar(String... except) {
    return arrows.keySet().stream()
        .filter(feature -> !List.of(except).contains(feature))
        .toArray(String[]::new);
  }

  List<ArchRule> all() {
    return List.of(
        everyFeatureHasItsPlaceAmongTheArrows(),
        arrowsPointOneWay(),
        packagesHaveNoCycles(),
        theGraphRestsOnTheJdkAlone(),
        onlyTheEngineSeesNativeRuntimes(),
        protobufIsForTestsOnly(),
        springStaysAtTheEdge(),
        onlyRowsAreMappedWithSpringJdbc(),
        onlyTheQueueSeesItsScheduler(),
        everyPackageIsNullMarked());
  }

  ArchRule everyFeatureHasItsPlaceAmongTheArrows() {
    return classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(Stream.of(root), arrows.keySet().stream().map(this::below))
                .toArray(String[]::new))
        .as("Every feature has its place among the arrows")
        .because("a package that no rule knows is a package that no rule holds");
  }

  ArchRule arrowsPointOneWay() {
    LayeredArchitecture layers =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (String feature : arrows.keySet()) {
      layers = layers.layer(feature).definedBy(below(feature));
    }
    for (Map.Entry<String, List<String>> arrow : arrows.entrySet()) {
      String[] targets = arrow.getValue().toArray(String[]::new);
      layers =
          targets.length == 0
              ? layers.whereLayer(arrow.getKey()).mayNotAccessAnyLayer()
              : layers.whereLayer(arrow.getKey()).mayOnlyAccessLayers(targets);
    }
    return layers
        .as("Arrows between packages point one way")
        .because("a reader of one package must not need the packages built on it");
  }

  ArchRule packagesHaveNoCycles() {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .as("Packages have no cycles")
        .because("two packages that need each other are one package");
  }

  ArchRule theGraphRestsOnTheJdkAlone() {
    return classes()
        .that()
        .resideInAPackage(below("graph"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify..", below("graph"), below("problem")))
        .as("The graph rests on the JDK alone")
        .because("the core outlives every framework around it")
        .allowEmptyShould(true);
  }

  ArchRule onlyTheEngineSeesNativeRuntimes() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(below("engine"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..", "ai.onnxruntime..")
        .as("Only the engine sees native runtimes")
        .because("native memory has one owner, and an API process must load none of it");
  }

  ArchRule protobufIsForTestsOnly() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.protobuf..", "ai.onnx.proto..")
        .as("Protobuf is for tests only")
        .because("untrusted bytes are read by our bounded reader alone");
  }

  ArchRule springStaysAtTheEdge() {
    return noClasses()
        .that(not(resideInAnyPackage(edge())))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.springframework..", "io.swagger..", "jakarta..")
                .and(not(resideInAnyPackage(rowMapping()))))
        .as("Spring stays at the edge")
        .because("what the service knows must be readable and testable without a container");
  }

  ArchRule onlyRowsAreMappedWithSpringJdbc() {
    return noClasses()
        .that(not(resideInAnyPackage(edge())))
        .and(not(resideInAnyPackage(rows())))
        .should()
        .dependOnClassesThat(resideInAnyPackage(rowMapping()))
        .as("Only rows are mapped with Spring JDBC")
        .because("SQL belongs where the rows belong: to models, jobs and remembered requests")
        .allowEmptyShould(true);
  }

  ArchRule onlyTheQueueSeesItsScheduler() {
    return noClasses()
        .that(not(resideInAnyPackage(below("job"), below("config"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.kagkarlsson..")
        .as("Only the queue sees its scheduler")
        .because("the library that picks jobs can then be changed in one place");
  }

  ArchRule everyPackageIsNullMarked() {
    return classes()
        .should(
            new ArchCondition<>("live in a package that is @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked =
                    type.getPackage()
                        .tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isPresent();
                String message = "Package " + type.getPackageName() + " is not @NullMarked";
                events.add(new SimpleConditionEvent(type, marked, message));
              }
            })
        .as("Every package is @NullMarked")
        .because("a null is then a fault that tools find, and the package says what it is for");
  }

  private String[] edge() {
    return Stream.concat(Stream.of(root), EDGE.stream().map(this::below)).toArray(String[]::new);
  }

  private String[] rows() {
    return ROWS.stream().map(this::below).toArray(String[]::new);
  }

  private static String[] rowMapping() {
    return new String[] {
      "org.springframework.jdbc..", "org.springframework.transaction..", "org.springframework.dao.."
    };
  }

  private String below(String feature) {
    return root + "." + feature + "..";
  }
}
