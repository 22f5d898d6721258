package io.espalier.job.run;

import io.espalier.artifact.ArtifactStore;
import io.espalier.catalog.Model;
import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.ModelService;
import io.espalier.job.Job;
import io.espalier.job.JobContext;
import io.espalier.job.JobResult;
import io.espalier.job.JobRunner;
import io.espalier.json.StrictJson;
import io.espalier.method.MethodRegistry;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.MethodSpec;
import io.espalier.method.spec.Placement;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Compresses a model, proves and measures the result, and hands over its files. */
public final class CompressionRunner implements JobRunner {
  private final MethodRegistry methods;
  private final ModelCatalog catalog;
  private final ModelOpener models;
  private final ProvingCompressor compressor;
  private final Publication publication;
  private final RunEnvironment environment;

  public CompressionRunner(
      MethodRegistry methods,
      ModelCatalog catalog,
      ArtifactStore store,
      ModelOpener models,
      ProvingCompressor compressor,
      RunEnvironment environment) {
    this.methods = methods;
    this.catalog = catalog;
    this.models = models;
    this.compressor = compressor;
    this.publication = new Publication(store, environment);
    this.environment = environment;
  }

  @Override
  public JobResult run(Job job, JobContext context) {
    Instant started = environment.clock().instant();
    JobSpec spec = spec(job);
    context.progress(0, "OPENING", "Reading the model");
    try (Arena arena = Arena.ofShared()) {
      OpenModel source = models.openVerified(model(spec), arena);
      JobContext shown = trains(spec) ? new StretchedProgress(context) : context;
      Proven proven = compressor.compress(source.source(), spec, shown);
      shown.progress(0.95, "PUBLISHING", "Storing the results");
      return publication.publish(
          new Outcome(job, spec, source.model(), proven, context.devices(), started));
    }
  }

  @Override
  public Placement placement(Job job) {
    return spec(job).placement();
  }

  private JobSpec spec(Job job) {
    byte[] document = job.spec().json().getBytes(StandardCharsets.UTF_8);
    return methods.jobSpecReader().read(StrictJson.read(document));
  }

  private static boolean trains(JobSpec spec) {
    return spec.steps().stream().anyMatch(MethodSpec::needsData);
  }

  private Model model(JobSpec spec) {
    return catalog.find(spec.model()).orElseThrow(ModelService::notFound);
  }
}
