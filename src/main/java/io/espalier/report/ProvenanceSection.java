package io.espalier.report;

import io.espalier.report.Provenance.Machine;
import io.espalier.report.Provenance.ModelFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the result comes from and what it had to pass. */
final class ProvenanceSection {
  private ProvenanceSection() {}

  static Html verification(List<VerificationCheck> checks) {
    return Tables.section(
        "Verification",
        Tables.table(
            "What the result had to pass before it was published.",
            List.of(Tables.text("Check"), Tables.text("Result"), Tables.text("Finding")),
            checks.stream().map(ProvenanceSection::row).toList()));
  }

  private static Html row(VerificationCheck check) {
    String outcome = check.outcome().name().toLowerCase(Locale.ROOT);
    return Tables.row(
        Tables.name(check.check()),
        Html.styled("td", "name " + outcome, outcome),
        Tables.name(check.finding()));
  }

  static Html provenance(Provenance provenance) {
    List<Html> terms = new ArrayList<>();
    Tables.addTerm(terms, "Job", provenance.jobId());
    addModel(terms, "Input", provenance.input());
    addModel(terms, "Output", provenance.output());
    Tables.addTerm(terms, "Seed", Long.toString(provenance.seed()));
    Tables.addTerm(terms, "Started", provenance.started().toString());
    Tables.addTerm(terms, "Finished", provenance.finished().toString());
    addMachine(terms, provenance.machine());
    provenance.libraries().forEach((name, version) -> Tables.addTerm(terms, name, version));
    return Tables.section(
        "Provenance",
        Tables.terms(terms),
        Html.styled("p", "soft small", "The job document, with every default filled in:"),
        Html.of("pre", Html.text(ReportJson.document(provenance.job()))));
  }

  private static void addMachine(List<Html> terms, Machine machine) {
    Tables.addTerm(terms, "Espalier", machine.espalier());
    Tables.addTerm(terms, "Java", machine.java());
    Tables.addTerm(terms, "Operating system", machine.operatingSystem());
    Tables.addTerm(
        terms,
        "Device",
        "%s, %d logical processors".formatted(machine.device(), machine.processors()));
  }

  private static void addModel(List<Html> terms, String term, ModelFile model) {
    Tables.addTerm(terms, term, file(model.name(), model.bytes(), model.sha256()));
    model
        .parts()
        .forEach(
            part ->
                Tables.addTerm(
                    terms,
                    term + ", further file",
                    file(part.name(), part.bytes(), part.sha256())));
  }

  private static String file(String name, long bytes, String sha256) {
    return "%s, %s bytes, SHA-256 %s".formatted(name, Numbers.exact(bytes), sha256);
  }

  static Html conventions(List<Convention> conventions) {
    List<Html> terms = new ArrayList<>();
    conventions.forEach(
        convention -> Tables.addTerm(terms, convention.number(), convention.meaning()));
    return Tables.section("How the numbers are counted", Tables.terms(terms));
  }

  /** The names of libraries, for the foot of the page. */
  static String madeBy(Machine machine, Map<String, String> libraries) {
    return "Made by Espalier %s with %s."
        .formatted(machine.espalier(), String.join(", ", libraries.keySet()));
  }
}
