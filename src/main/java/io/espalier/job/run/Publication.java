package io.espalier.job.run;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.StagedArtifact;
import io.espalier.artifact.StoredArtifact;
import io.espalier.catalog.Model;
import io.espalier.engine.Device;
import io.espalier.engine.bench.Latency;
import io.espalier.job.JobArtifact;
import io.espalier.job.JobResult;
import io.espalier.job.run.output.OutputFile;
import io.espalier.method.LayerComparison;
import io.espalier.method.spec.Output;
import io.espalier.report.Convention;
import io.espalier.report.DataUse;
import io.espalier.report.Provenance;
import io.espalier.report.Report;
import io.espalier.report.ReportJson;
import io.espalier.report.StepReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts the files of a run into the store; they are visible once the job has succeeded. */
final class Publication {
  private final ArtifactStore store;
  private final RunEnvironment environment;

  Publication(ArtifactStore store, RunEnvironment environment) {
    this.store = store;
    this.environment = environment;
  }

  JobResult publish(Outcome outcome) {
    List<JobArtifact> artifacts = new ArrayList<>();
    outcome.proven().outputs().forEach(output -> artifacts.add(artifact(output)));
    Report report = report(outcome, made(outcome, artifacts));
    outcome.proven().documents().forEach(document -> artifacts.add(artifact(document)));
    if (outcome.spec().outputs().contains(Output.REPORT)) {
      artifacts.add(artifact("report.json", "application/json", ReportJson.write(report)));
    }
    return new JobResult(artifacts);
  }

  /** The first model that is published, or the one that was examined where none is. */
  private Provenance.ModelFile made(Outcome outcome, List<JobArtifact> artifacts) {
    List<JobArtifact> files = artifacts.isEmpty() ? examined(outcome.proven()) : artifacts;
    JobArtifact first = files.getFirst();
    return file(first.name(), first.content(), weightsOf(first, files));
  }

  private List<JobArtifact> examined(Proven proven) {
    return proven.files().all().stream()
        .map(OutputFile::binary)
        .map(file -> new JobArtifact(file.name(), file.mediaType(), digest(file.path())))
        .toList();
  }

  /** A file of weights has the name of its model and more behind it. */
  private static SortedMap<String, StoredArtifact> weightsOf(
      JobArtifact model, List<JobArtifact> files) {
    SortedMap<String, StoredArtifact> weights = new TreeMap<>();
    files.stream()
        .filter(file -> file.name().startsWith(model.name() + "."))
        .forEach(file -> weights.put(file.name(), file.content()));
    return weights;
  }

  private static Provenance.ModelFile file(
      String name, StoredArtifact main, SortedMap<String, StoredArtifact> parts) {
    return new Provenance.ModelFile(
        name,
        main.sha256(),
        main.bytes(),
        parts.entrySet().stream()
            .map(
                part ->
                    new Provenance.Part(
                        part.getKey(), part.getValue().sha256(), part.getValue().bytes()))
            .toList());
  }

  private Report report(Outcome outcome, Provenance.ModelFile made) {
    Findings findings = outcome.proven().findings();
    return new Report(
        findings.before(),
        findings.after(),
        steps(outcome),
        LayerComparison.between(
            outcome.proven().result().original().cost(),
            outcome.proven().result().compressed().cost()),
        Optional.of(findings.agreement()),
        findings.verification(),
        Convention.of(outcome.model().summary().extents()),
        findings.stages(),
        trainedOn(outcome),
        outcome.proven().data().evaluation(),
        provenance(outcome, made));
  }

  private static List<StepReport> steps(Outcome outcome) {
    return IntStream.range(0, outcome.spec().steps().size())
        .mapToObj(
            i ->
                StepReport.of(
                    outcome.spec().steps().get(i), outcome.proven().result().steps().get(i)))
        .toList();
  }

  private static Optional<DataUse> trainedOn(Outcome outcome) {
    boolean trained =
        outcome.proven().result().steps().stream()
            .anyMatch(step -> step.output().training().isPresent());
    return trained ? outcome.proven().data().training() : Optional.empty();
  }

  private Provenance provenance(Outcome outcome, Provenance.ModelFile made) {
    Model model = outcome.model();
    return new Provenance(
        outcome.job().id(),
        file(model.name(), model.content().main(), model.content().parts()),
        made,
        outcome.spec().toDocument(),
        outcome.spec().seed(),
        environment.machine().on(devices(outcome)),
        runtimes(outcome.proven().findings()),
        outcome.started(),
        environment.clock().instant());
  }

  private static String devices(Outcome outcome) {
    return outcome.devices().stream().map(Device::toString).collect(Collectors.joining(", "));
  }

  private static Map<String, String> runtimes(Findings findings) {
    return findings.after().latency().stream()
        .collect(Collectors.toMap(Latency::runtime, Latency::version));
  }

  private JobArtifact artifact(String name, String mediaType, byte[] content) {
    InputStream stream = new ByteArrayInputStream(content);
    return new JobArtifact(name, mediaType, store.put(stream, content.length));
  }

  private JobArtifact artifact(OutputFile output) {
    try (InputStream stream = Files.newInputStream(output.path())) {
      StoredArtifact content = store.put(stream, Long.MAX_VALUE);
      return new JobArtifact(output.name(), output.mediaType(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoredArtifact digest(Path file) {
    try (InputStream stream = Files.newInputStream(file);
        StagedArtifact staged = store.stage(stream, Long.MAX_VALUE)) {
      return staged.content();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
