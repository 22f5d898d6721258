package io.espalier.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of all cases, as text: counts by outcome and by reason, then every case. */
final class Summary {
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final Map<String, OutOfScope> scopes = new LinkedHashMap<>();

  void add(Path testCase, Outcome outcome, OutOfScope scope) {
    String name = testCase.getParent().getFileName() + "/" + testCase.getFileName();
    outcomes.put(name, outcome);
    scopes.put(name, scope);
  }

  int count(Class<? extends Outcome> kind) {
    return cases(kind).size();
  }

  List<String> cases(Class<? extends Outcome> kind) {
    return outcomes.entrySet().stream()
        .filter(entry -> kind.isInstance(entry.getValue()))
        .map(this::line)
        .toList();
  }

  /** Refused cases that hold nothing that may be refused. */
  List<String> refusedInScope() {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Outcome.Refused)
        .filter(entry -> scopes.get(entry.getKey()).kinds().isEmpty())
        .map(this::line)
        .toList();
  }

  private String line(Map.Entry<String, Outcome> entry) {
    String operators = String.join(", ", scopes.get(entry.getKey()).operators());
    return "%s (%s): %s".formatted(entry.getKey(), operators, reason(entry.getValue()));
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed() -> "passed";
      case Outcome.Refused(String reason) -> reason;
      case Outcome.Failed(String reason) -> reason;
    };
  }

  /** The tables of counts, in Markdown. */
  String table() {
    List<String> lines = new ArrayList<>();
    lines.add("| outcome | cases |");
    lines.add("|---|---:|");
    lines.add("| passed | %d |".formatted(count(Outcome.Passed.class)));
    lines.add("| refused | %d |".formatted(count(Outcome.Refused.class)));
    lines.add("| failed | %d |".formatted(count(Outcome.Failed.class)));
    lines.add("");
    lines.add("| refused because of | operators | cases |");
    lines.add("|---|---|---:|");
    refusals()
        .forEach(
            (kind, cases) ->
                lines.add("| %s | %s | %d |".formatted(kind, operators(cases), cases.size())));
    return String.join("\n", lines) + "\n";
  }

  /** The tables and the reason of every case that did not pass. */
  String text() {
    List<String> lines = new ArrayList<>(List.of(table(), "failed:"));
    lines.addAll(cases(Outcome.Failed.class));
    lines.add("\nrefused though it is in scope:");
    lines.addAll(refusedInScope());
    lines.add("\nrefused:");
    lines.addAll(cases(Outcome.Refused.class));
    return String.join("\n", lines) + "\n";
  }

  private Map<String, List<String>> refusals() {
    Map<String, List<String>> refusals = new TreeMap<>();
    outcomes.forEach(
        (name, outcome) -> {
          if (outcome instanceof Outcome.Refused) {
            String kinds = String.join(", ", scopes.get(name).kinds());
            String kind = kinds.isEmpty() ? "in scope" : kinds;
            refusals.computeIfAbsent(kind, _ -> new ArrayList<>()).add(name);
          }
        });
    return refusals;
  }

  private String operators(List<String> cases) {
    return String.join(
        ", ",
        cases.stream()
            .flatMap(name -> scopes.get(name).operators().stream())
            .distinct()
            .sorted()
            .toList());
  }
}
