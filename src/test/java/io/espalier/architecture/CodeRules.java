package io.espalier.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.ObjectInputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How a class is written, wherever it stands. */
final class CodeRules {

  private static final Set<String> EMPTY_WORDS =
      Set.of("Util", "Utils", "Helper", "Helpers", "Manager", "Impl", "Base");

  private static final List<Class<?>> HOLDERS =
      List.of(
          AtomicBoolean.class,
          AtomicInteger.class,
          AtomicLong.class,
          AtomicReference.class,
          Random.class,
          StringBuilder.class,
          ThreadLocal.class);

  private final String root;

  /**
   * @param root the package that holds the feature packages
   */
  CodeRules(String root) {
    this.root = root;
  }

  List<ArchRule> all() {
    return List.of(
        theClockIsGiven(),
        chanceIsGiven(),
        nobodySleeps(),
        namesSayWhatAThingIs(),
        classesAreClosed(),
        nothingStaticChanges(),
        nobodyReadsSerializedObjects(),
        dependenciesArriveThroughConstructors());
  }

  ArchRule theClockIsGiven() {
    return outsideConfiguration(
            "ask the clock",
            call ->
                isOneOf(call, "java.lang.System.currentTimeMillis")
                    || call.getOwner().getPackageName().equals("java.time")
                        && (call.getName().equals("now") || call.getName().startsWith("system")))
        .as("The clock is given")
        .because("a test must be able to say what time it is");
  }

  ArchRule chanceIsGiven() {
    return outsideConfiguration(
            "draw without a seed",
            call ->
                isOneOf(
                        call,
                        "java.util.UUID.randomUUID",
                        "java.lang.Math.random",
                        "java.util.concurrent.ThreadLocalRandom.current",
                        "java.security.SecureRandom.<init>")
                    || isOneOf(call, "java.util.Random.<init>", "java.util.SplittableRandom.<init>")
                        && call.getRawParameterTypes().isEmpty())
        .as("Chance is given")
        .because("the same seed must give the same model, and a test must know the next id");
  }

  ArchRule nobodySleeps() {
    return outsideConfiguration("sleep", call -> isOneOf(call, "java.lang.Thread.sleep"))
        .as("Nobody sleeps")
        .because("a thread waits for what it needs, and can be told to stop");
  }

  ArchRule namesSayWhatAThingIs() {
    return classes()
        .should(
            satisfy(
                "have a name that says what it is",
                type ->
                    Stream.of(type.getSimpleName().split("(?<=[a-z0-9])(?=[A-Z])"))
                        .noneMatch(EMPTY_WORDS::contains)))
        .as("Names say what a thing is")
        .because("a Util, Helper, Manager, Impl or Base can hold anything, and soon does");
  }

  ArchRule classesAreClosed() {
    return classes()
        .that(describe("are named classes", CodeRules::isNamedClass))
        .and()
        .areNotMetaAnnotatedWith("org.springframework.context.annotation.Configuration")
        .and()
        .areNotAnnotatedWith("org.springframework.context.annotation.Configuration")
        .should(
            satisfy(
                "be final, or sealed",
                type ->
                    type.getModifiers().contains(JavaModifier.FINAL) || type.reflect().isSealed()))
        .as("Classes are closed")
        .because("a class that was not written to be extended breaks when it is");
  }

  ArchRule nothingStaticChanges() {
    return fields()
        .that()
        .areStatic()
        .and(describe("are written by us", field -> !isSynthetic(field)))
        .should()
        .beFinal()
        .andShould(
            ArchConditions.not(
                ArchConditions.<JavaField>be(
                    describe("a holder of what changes", CodeRules::holdsWhatChanges))))
        .as("Nothing static changes")
        .because("jobs run side by side in one process")
        .allowEmptyShould(true);
  }

  ArchRule nobodyReadsSerializedObjects() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .as("Nobody reads serialized objects")
        .because("reading one runs what its author chose");
  }

  ArchRule dependenciesArriveThroughConstructors() {
    return fields()
        .should()
        .notBeMetaAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
        .andShould()
        .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
        .andShould()
        .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
        .as("Dependencies arrive through constructors")
        .because("a class then shows what it needs and is built in a test like any other")
        .allowEmptyShould(true);
  }

  private ArchRule outsideConfiguration(String doing, Predicate<CodeUnitAccessTarget> forbidden) {
    return classes()
        .that(DescribedPredicate.not(resideInAnyPackage(root + ".config..", root + ".demo..")))
        .should(
            new ArchCondition<>("not " + doing) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                usesOf(type)
                    .filter(use -> forbidden.test((CodeUnitAccessTarget) use.getTarget()))
                    .forEach(
                        use ->
                            events.add(SimpleConditionEvent.violated(type, use.getDescription())));
              }
            })
        .allowEmptyShould(true);
  }

  private static Stream<JavaAccess<?>> usesOf(JavaClass type) {
    return Stream.<Collection<? extends JavaAccess<?>>>of(
            type.getMethodCallsFromSelf(),
            type.getMethodReferencesFromSelf(),
            type.getConstructorCallsFromSelf(),
            type.getConstructorReferencesFromSelf())
        .flatMap(Collection::stream);
  }

  private static boolean isOneOf(CodeUnitAccessTarget call, String... names) {
    return List.of(names).contains(call.getOwner().getFullName() + "." + call.getName());
  }

  private static boolean isNamedClass(JavaClass type) {
    return !type.isInterface()
        && !type.isRecord()
        && !type.isEnum()
        && !type.isAnonymousClass()
        && !type.getSimpleName().equals("package-info");
  }

  private static boolean isSynthetic(JavaField field) {
    return field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean holdsWhatChanges(JavaField field) {
    JavaClass type = field.getRawType();
    boolean openArray = type.isArray() && !field.getModifiers().contains(JavaModifier.PRIVATE);
    return openArray
        || HOLDERS.stream().anyMatch(type::isAssignableTo)
        || Stream.of(Collection.class, Map.class)
            .anyMatch(open -> type.isAssignableTo(open) && !type.isInterface());
  }

  private static ArchCondition<JavaClass> satisfy(String wish, Predicate<JavaClass> holds) {
    return new ArchCondition<>(wish) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String message = type.getFullName() + " must " + wish;
        events.add(new SimpleConditionEvent(type, holds.test(type), message));
      }
    };
  }
}
