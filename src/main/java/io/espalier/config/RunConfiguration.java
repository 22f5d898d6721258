package io.espalier.config;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.LocalFiles;
import io.espalier.catalog.ImportingAnalyzer;
import io.espalier.catalog.ModelAnalyzer;
import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.engine.Device;
import io.espalier.engine.DeviceProbe;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.bench.LatencyBenchmark;
import io.espalier.engine.bench.LatencySettings;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.format.pytorch.PytorchLimits;
import io.espalier.format.pytorch.PytorchReader;
import io.espalier.format.safetensors.SafetensorsLimits;
import io.espalier.format.safetensors.SafetensorsReader;
import io.espalier.intake.ModelImporter;
import io.espalier.job.JobRunner;
import io.espalier.job.device.DeviceDirectory;
import io.espalier.job.device.DevicePool;
import io.espalier.job.latency.LatencyFolder;
import io.espalier.job.run.CompressionRunner;
import io.espalier.job.run.ModelFormat;
import io.espalier.job.run.ModelOpener;
import io.espalier.job.run.ProvingCompressor;
import io.espalier.job.run.Rehearsal;
import io.espalier.job.run.RunEnvironment;
import io.espalier.job.run.StoredModels;
import io.espalier.job.run.output.OutputWriter;
import io.espalier.method.Compression;
import io.espalier.method.MethodRegistry;
import io.espalier.ops.Version;
import io.espalier.report.Provenance;
import io.espalier.web.graph.GraphDrawing;
import io.espalier.web.graph.ModelGraphs;
import io.espalier.web.job.JobPlanner;
import io.espalier.web.model.GroupView;
import io.espalier.web.model.ModelGroups;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What analyses, runs and measures models. */
@Configuration(proxyBeanMethods = false)
class RunConfiguration {
  /** A value of one sample that is larger than this is a bomb or a model for another machine. */
  private static final long MAXIMUM_VALUE_BYTES = 1L << 30;

  @Bean
  ModelFormat modelFormat() {
    return new ModelFormat(
        new OnnxReader(OnnxLimits.standard()), new OnnxWriter(Version.current()));
  }

  @Bean
  SafetensorsReader safetensorsReader() {
    return new SafetensorsReader(SafetensorsLimits.standard());
  }

  @Bean
  ModelImporter modelImporter(ModelFormat format, SafetensorsReader safetensors) {
    return new ModelImporter(
        format.reader(), safetensors, new PytorchReader(PytorchLimits.standard()));
  }

  @Bean
  ModelAnalyzer modelAnalyzer(ModelImporter importer) {
    return new ImportingAnalyzer(importer, MAXIMUM_VALUE_BYTES);
  }

  @Bean
  ModelOpener modelOpener(ArtifactStore store, ModelImporter importer) {
    return new ModelOpener(store, importer);
  }

  @Bean
  OutputWriter outputWriter(
      ModelFormat format, SafetensorsReader safetensors, RunEnvironment environment) {
    return new OutputWriter(format.writer(), safetensors, environment.onnx(), environment.torch());
  }

  @Bean
  StoredModels storedModels(ModelOpener models, Compression compression, DatasetLibrary datasets) {
    return new StoredModels(models, compression, datasets);
  }

  @Bean
  JobPlanner jobPlanner(StoredModels models) {
    return models::plan;
  }

  @Bean
  ModelGroups modelGroups(StoredModels models) {
    return model -> models.groups(model).stream().map(GroupView::of).toList();
  }

  @Bean
  ModelGraphs modelGraphs(StoredModels models) {
    return (model, fused) -> models.read(model, found -> GraphDrawing.draw(found, fused));
  }

  @Bean
  DeviceProbe deviceProbe() {
    return DeviceProbe.ofThisMachine();
  }

  @Bean
  DevicePool devicePool(EspalierProperties properties, DeviceProbe probe) {
    return new DevicePool(properties.worker().devices(probe::gpus));
  }

  @Bean
  DeviceDirectory deviceDirectory(DevicePool pool, DeviceProbe probe) {
    return new DeviceDirectory(pool, probe);
  }

  @Bean
  RunEnvironment runEnvironment(
      Clock clock, EspalierProperties properties, DeviceProbe probe, ArtifactStore opened) {
    int threads = properties.worker().threadsOr(Runtime.getRuntime().availableProcessors());
    return new RunEnvironment(
        new TorchRuntime(Device.CPU, threads),
        new OnnxRuntime(threads),
        new LatencyBenchmark(LatencySettings.FRUGAL, System::nanoTime),
        clock,
        System::nanoTime,
        machine(threads),
        new LatencyFolder(properties.home(), new LocalFiles()),
        probe);
  }

  @Bean
  ProvingCompressor provingCompressor(
      MethodRegistry methods,
      DatasetLibrary datasets,
      ModelFormat format,
      OutputWriter outputs,
      RunEnvironment environment) {
    return new ProvingCompressor(methods, datasets, format, outputs, environment);
  }

  @Bean
  JobRunner jobRunner(
      MethodRegistry methods,
      ModelCatalog catalog,
      ArtifactStore store,
      ModelOpener models,
      ProvingCompressor compressor,
      RunEnvironment environment) {
    return new CompressionRunner(methods, catalog, store, models, compressor, environment);
  }

  @Bean
  Rehearsal rehearsal(
      ProvingCompressor compressor, ModelImporter importer, EspalierProperties properties) {
    return new Rehearsal(compressor, importer, properties.scratch());
  }

  private static Provenance.Machine machine(int processors) {
    return new Provenance.Machine(
        Version.current(),
        "%s %s".formatted(System.getProperty("java.vendor"), System.getProperty("java.version")),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        Device.CPU.toString(),
        processors);
  }
}
