package io.espalier.job.run;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.FileArtifactStore;
import io.espalier.artifact.LocalFiles;
import io.espalier.artifact.StoredArtifact;
import io.espalier.catalog.DeclaredShapes;
import io.espalier.catalog.ImportingAnalyzer;
import io.espalier.catalog.Model;
import io.espalier.catalog.ModelAnalysis;
import io.espalier.catalog.ModelContent;
import io.espalier.catalog.dataset.DatasetCatalog;
import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.catalog.dataset.InMemoryDatasetCatalog;
import io.espalier.catalog.dataset.StoredDataset;
import io.espalier.dataset.BundledDatasets;
import io.espalier.dataset.read.DatasetLimits;
import io.espalier.dataset.read.DatasetReader;
import io.espalier.engine.Device;
import io.espalier.engine.DeviceProbe;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.bench.LatencyBenchmark;
import io.espalier.engine.bench.LatencySettings;
import io.espalier.format.ModelFiles;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.format.safetensors.SafetensorsLimits;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.intake.ImportOptions;
import io.espalier.intake.Importers;
import io.espalier.intake.ModelImporter;
import io.espalier.job.Job;
import io.espalier.job.JobAttempts;
import io.espalier.job.JobContext;
import io.espalier.job.JobProgress;
import io.espalier.job.JobResult;
import io.espalier.job.JobSpec;
import io.espalier.job.JobState;
import io.espalier.job.JobStatus;
import io.espalier.job.JobTimes;
import io.espalier.job.latency.LatencyFolder;
import io.espalier.job.run.output.OutputWriter;
import io.espalier.json.StrictJson;
import io.espalier.method.Compression;
import io.espalier.method.CompressionMethod;
import io.espalier.method.JobPlan;
import io.espalier.method.MethodRegistry;
import io.espalier.method.finetune.FineTuneMethod;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.sensitivity.SensitivityMethod;
import io.espalier.report.Provenance;
import io.espalier.report.Report;
import io.espalier.report.ReportJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Uploads and runs jobs without a web server or a database; the store is a real folder. */
final class Workshop {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final long VALUE_LIMIT_BYTES = 1L << 30;

  private final Path home;
  private final MethodRegistry methods;
  private final ArtifactStore store;
  private final OnnxReader reader = new OnnxReader(OnnxLimits.standard());
  private final ModelImporter importer = Importers.standard();
  private final OnnxWriter writer;
  private final OneModelCatalog catalog = new OneModelCatalog();
  private final DatasetCatalog datasets = new InMemoryDatasetCatalog();
  private final List<JobProgress> progress = new ArrayList<>();

  Workshop(Path home) {
    this(home, new PruneMethod());
  }

  /** Models of more bytes than the limit go to two files. */
  Workshop(Path home, long limitBytes) {
    this(home, new PruneMethod(), new OnnxWriter("test", limitBytes));
  }

  Workshop(Path home, CompressionMethod<?> method) {
    this(home, method, new OnnxWriter("test"));
  }

  private Workshop(Path home, CompressionMethod<?> method, OnnxWriter writer) {
    this.home = home;
    this.writer = writer;
    this.methods =
        new MethodRegistry(List.of(method, new FineTuneMethod(), new SensitivityMethod()));
    this.store = FileArtifactStore.open(home, InstantSource.fixed(NOW), new Random(1));
  }

  /** Stores and analyses a file, as the upload does. */
  String upload(String name, Path file, String shape) throws IOException {
    return upload(name, file, shape, "");
  }

  /** Stores and analyses weights of an architecture, as the upload does. */
  String upload(String name, Path file, String shape, String architecture) throws IOException {
    return upload(name, ModelFiles.of(file), shape, architecture);
  }

  /** Stores and analyses the files of one model, as completing a set does. */
  String upload(String name, ModelFiles files, String shape, String architecture)
      throws IOException {
    ModelAnalysis analysis =
        new ImportingAnalyzer(importer, VALUE_LIMIT_BYTES)
            .analyze(files, new ImportOptions(architecture), declared(shape));
    SortedMap<String, StoredArtifact> parts = new TreeMap<>();
    for (Map.Entry<String, Path> part : files.parts().entrySet()) {
      parts.put(part.getKey(), stored(part.getValue()));
    }
    return catalog.keep(
        new Model(
            "mdl_00000000000000000000000001",
            name,
            analysis.format(),
            new ModelContent(stored(files.main()), parts, architecture),
            NOW,
            analysis.summary()));
  }

  private StoredArtifact stored(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return store.put(stream, Long.MAX_VALUE);
    }
  }

  JobResult run(String document) throws IOException {
    CompressionRunner runner =
        new CompressionRunner(
            methods, catalog, store, new ModelOpener(store, importer), compressor(), environment());
    return runner.run(job(document), context());
  }

  void rehearse(Path scratch) {
    new Rehearsal(compressor(), importer, scratch).run();
  }

  private ProvingCompressor compressor() {
    ModelFormat format = new ModelFormat(reader, writer);
    RunEnvironment environment = environment();
    OutputWriter outputs =
        new OutputWriter(
            writer,
            new SafetensorsReader(SafetensorsLimits.standard()),
            environment.onnx(),
            environment.torch());
    return new ProvingCompressor(methods, library(), format, outputs, environment);
  }

  JobPlan plan(String document) {
    byte[] utf8 = document.getBytes(StandardCharsets.UTF_8);
    return stored().plan(onlyModel(), methods.jobSpecReader().read(StrictJson.read(utf8)));
  }

  List<ChannelGroup> groups(String id) {
    return stored().groups(catalog.find(id).orElseThrow());
  }

  private StoredModels stored() {
    return new StoredModels(new ModelOpener(store, importer), new Compression(methods), library());
  }

  /** The data sets that jobs can name. */
  DatasetLibrary library() {
    return new DatasetLibrary(
        datasets, store, new DatasetReader(DatasetLimits.standard(), home), new BundledDatasets());
  }

  /** Keeps a data set without content. */
  void keep(StoredDataset dataset) {
    datasets.add(dataset, new IdempotentRequest("datasets", IdempotencyKey.NONE, ""));
  }

  private Model onlyModel() {
    return catalog.find("mdl_00000000000000000000000001").orElseThrow();
  }

  Report report(JobResult result) throws IOException {
    return ReportJson.read(Files.readAllBytes(file(result, "report.json")));
  }

  Path file(JobResult result, String name) {
    return result.artifacts().stream()
        .filter(artifact -> artifact.name().equals(name))
        .map(artifact -> store.path(artifact.content().sha256()))
        .findFirst()
        .orElseThrow();
  }

  List<JobProgress> progress() {
    return List.copyOf(progress);
  }

  /** How many different contents the store holds. */
  int storedFiles() {
    return store.committedBefore(Instant.MAX).size();
  }

  private static DeclaredShapes declared(String shape) {
    if (shape.isEmpty()) {
      return DeclaredShapes.NONE;
    }
    String[] parts = shape.split(":");
    return new DeclaredShapes(
        Map.of(parts[0], Arrays.stream(parts[1].split(",")).map(Long::valueOf).toList()));
  }

  private RunEnvironment environment() {
    return new RunEnvironment(
        new TorchRuntime(Device.CPU, 2),
        new OnnxRuntime(2),
        new LatencyBenchmark(LatencySettings.FRUGAL, System::nanoTime),
        InstantSource.fixed(NOW),
        System::nanoTime,
        new Provenance.Machine("test", "test", "test", "cpu", 2),
        new LatencyFolder(home, new LocalFiles()),
        DeviceProbe.ofThisMachine());
  }

  private static Job job(String document) {
    return new Job(
        "job_00000000000000000000000001",
        new JobSpec("mdl_00000000000000000000000001", document),
        new JobStatus.Running(false),
        new JobAttempts(1, 0),
        JobProgress.NONE,
        new JobTimes(Map.of(JobState.QUEUED, NOW)));
  }

  private JobContext context() throws IOException {
    Path scratch = Files.createTempDirectory(home, "scratch");
    return new JobContext() {
      @Override
      public int attempt() {
        return 1;
      }

      @Override
      public Path scratch() {
        return scratch;
      }

      @Override
      public void progress(double fraction, String phase, String message) {
        progress.add(new JobProgress(fraction, phase, message));
      }

      @Override
      public void throwIfCancelled() {}
    };
  }
}
