package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.espalier.artifact.LocalFiles;
import io.espalier.engine.Device;
import io.espalier.engine.DeviceProbe;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.bench.Latency;
import io.espalier.engine.bench.LatencyBenchmark;
import io.espalier.engine.bench.LatencySettings;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.job.latency.LatencyFolder;
import io.espalier.method.LatencyInstruments;
import io.espalier.method.prune.latency.LatencyModel;
import io.espalier.report.Provenance;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeTimerTest {
  private static final double ROUNDING_PERCENT = 1e-6;

  private static final LatencySettings BRIEF = new LatencySettings(0, 1, 2, 1);

  @TempDir private Path home;

  private RuntimeTimer timer() {
    RunEnvironment environment =
        new RunEnvironment(
            new TorchRuntime(Device.CPU, 1),
            new OnnxRuntime(1),
            new LatencyBenchmark(BRIEF, System::nanoTime),
            InstantSource.fixed(Instant.EPOCH),
            System::nanoTime,
            new Provenance.Machine("test", "test", "test", "cpu", 1),
            new LatencyFolder(home, new LocalFiles()),
            DeviceProbe.ofThisMachine());
    ModelFormat format =
        new ModelFormat(new OnnxReader(OnnxLimits.standard()), new OnnxWriter("test"));
    return new RuntimeTimer(environment, format, Device.CPU, home);
  }

  @Test
  void timesInOnnxRuntimeAndLeavesNoFile() {
    Graph graph =
        Analyzer.analyze(SampleNetworks.build(SampleNetworks.names().getFirst(), 1)).graph();
    Latency latency = timer().time(graph, SampleInputs.ofBatch(1).draw(graph, 1), BRIEF);
    assertThat(latency.runtime()).isEqualTo("onnxruntime");
    assertThat(latency.p50Millis()).isPositive();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void everyLayerOfTheSampleNetworksCanBeTimedAlone() {
    for (String name : SampleNetworks.names().subList(0, 6)) {
      Analysis analysis = Analyzer.analyze(SampleNetworks.build(name, 1));
      LatencyFolder table = new LatencyFolder(home, new LocalFiles());
      LatencyModel model =
          LatencyModel.measure(
              analysis,
              analysis.channels().groups().stream().filter(group -> group.prunable()).toList(),
              64,
              new LatencyInstruments(
                  (graph, inputs, _) -> timer().time(graph, inputs, BRIEF), table, "test"),
              _ -> {});
      assertThat(model.predict(analysis.sized().typed()))
          .as(name)
          .isCloseTo(model.before(), withinPercentage(ROUNDING_PERCENT));
    }
  }
}
