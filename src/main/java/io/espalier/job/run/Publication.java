package io.espalier.job.run;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.StoredArtifact;
import io.espalier.catalog.Model;
import io.espalier.engine.bench.Latency;
import io.espalier.job.JobArtifact;
import io.espalier.job.JobResult;
import io.espalier.method.LayerComparison;
import io.espalier.method.spec.Output;
import io.espalier.report.Convention;
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
    StoredArtifact model = store(outcome.proven().file());
    Report report = report(outcome, model);
    List<JobArtifact> artifacts = new ArrayList<>();
    if (outcome.spec().outputs().contains(Output.ONNX)) {
      artifacts.add(new JobArtifact("model.onnx", "application/octet-stream", model));
    }
    if (outcome.spec().outputs().contains(Output.REPORT)) {
      artifacts.add(artifact("report.json", "application/json", ReportJson.write(report)));
    }
    return new JobResult(artifacts);
  }

  private Report report(Outcome outcome, StoredArtifact model) {
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
        Convention.ALL,
        provenance(outcome, model));
  }

  private static List<StepReport> steps(Outcome outcome) {
    return IntStream.range(0, outcome.spec().steps().size())
        .mapToObj(
            i ->
                StepReport.of(
                    outcome.spec().steps().get(i), outcome.proven().result().plan().steps().get(i)))
        .toList();
  }

  private Provenance provenance(Outcome outcome, StoredArtifact made) {
    Model model = outcome.model();
    return new Provenance(
        outcome.job().id(),
        new Provenance.ModelFile(model.name(), model.content().sha256(), model.content().bytes()),
        new Provenance.ModelFile("model.onnx", made.sha256(), made.bytes()),
        outcome.spec().toDocument(),
        outcome.spec().seed(),
        environment.machine(),
        runtimes(outcome.proven().findings()),
        outcome.started(),
        environment.clock().instant());
  }

  private static Map<String, String> runtimes(Findings findings) {
    return findings.after().latency().stream()
        .collect(Collectors.toMap(Latency::runtime, Latency::version));
  }

  private JobArtifact artifact(String name, String mediaType, byte[] content) {
    InputStream stream = new ByteArrayInputStream(content);
    return new JobArtifact(name, mediaType, store.put(stream, content.length));
  }

  private StoredArtifact store(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return store.put(stream, Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
