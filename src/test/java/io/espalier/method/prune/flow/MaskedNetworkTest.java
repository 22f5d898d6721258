package io.espalier.method.prune.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.engine.Device;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.TorchResidentModels;
import io.espalier.engine.bench.Agreement;
import io.espalier.engine.train.LearnedWeights;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.block.ResidualBlocks;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.Cutting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaskedNetworkTest {
  /** Of outputs, relative to the largest: two runtimes add in different orders. */
  private static final double RUNTIME_ERROR = 1e-4;

  private static final double STATISTICS_ERROR = 1e-4;
  private static final DrawnImages IMAGES = new DrawnImages(0, 24, 10, 3);

  @TempDir private Path folder;

  private final Analysis analysis = Analyzer.analyze(ResidualNetwork.build(8, 12));
  private final List<ResidualBlock> blocks = ResidualBlocks.find(analysis.typed());

  private MaskedNetwork open() {
    return MaskedNetwork.open(analysis, blocks, new TorchResidentModels(Device.CPU, 1));
  }

  private Cut drawn(long seed, boolean withBlock) {
    Random random = new Random(seed);
    Map<String, Set<Integer>> channels = new LinkedHashMap<>();
    for (ChannelGroup group : analysis.channels().groups()) {
      Set<Integer> gone = new TreeSet<>();
      for (int c = 1; c < group.channels(); c++) {
        if (group.prunable() && random.nextBoolean()) {
          gone.add(c);
        }
      }
      channels.put(group.id(), gone);
    }
    return new Cut(channels, withBlock ? Set.of(blocks.getLast().join()) : Set.of());
  }

  private static Tensor images() {
    try (Batches pass = IMAGES.pass();
        Batch batch = pass.next()) {
      return batch.inputs();
    }
  }

  /** The same cut made physically, with the statistics that the masked network measured. */
  private Tensor physically(Cut cut, Map<String, Tensor> statistics) {
    Graph with = LearnedWeights.into(analysis.graph(), statistics);
    ChannelStructure channels = Analyzer.analyzeAsIs(with, Map.of()).channels();
    Path file = folder.resolve("cut%d.onnx".formatted(cut.hashCode()));
    new OnnxWriter("test").write(new Cutting(channels, cut).apply(), file);
    try (RunnableModel model = new OnnxRuntime(1).load(file)) {
      return model.run(Map.of("image", images())).getFirst();
    }
  }

  private static void assertEqual(Tensor found, Tensor expected) {
    assertThat(Agreement.between(List.of(expected), List.of(found)).maximumRelativeError())
        .isLessThan(RUNTIME_ERROR);
  }

  @Test
  void answersWhatThePhysicallyCutNetworkAnswers() {
    try (MaskedNetwork network = open()) {
      for (int seed = 0; seed < 3; seed++) {
        Cut cut = drawn(seed, seed > 0);
        network.silence(cut);
        network.recalibrate(IMAGES, () -> {});
        assertEqual(network.answer(images()), physically(cut, network.statistics()));
      }
    }
  }

  @Test
  void answersAsBeforeOnceNothingIsSilenced() {
    try (MaskedNetwork network = open()) {
      Tensor before = network.answer(images());
      network.silence(drawn(1, true));
      network.recalibrate(IMAGES, () -> {});
      network.silence(Cut.NOTHING);
      assertThat(network.answer(images())).isEqualTo(before);
    }
  }

  @Test
  void measuresTheStatisticsOfTheFirstNormalisationExactly() {
    Node first =
        analysis.graph().nodes().stream()
            .filter(node -> node.is("BatchNormalization"))
            .findFirst()
            .orElseThrow();
    double[] values = values(first.inputs().getFirst(), 0);
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    try (MaskedNetwork network = open()) {
      network.silence(Cut.NOTHING);
      network.recalibrate(IMAGES, () -> {});
      Map<String, Tensor> measured = network.statistics();
      assertThat(measured.get(first.inputs().get(3)).doubleAt(0))
          .isCloseTo(mean, within(STATISTICS_ERROR));
      assertThat(measured.get(first.inputs().get(4)).doubleAt(0))
          .isCloseTo(variance, within(STATISTICS_ERROR * variance));
    }
  }

  /** All that one channel of a value takes over the images. */
  private double[] values(String value, int channel) {
    DoubleStream.Builder values = DoubleStream.builder();
    try (var model = new TorchResidentModels(Device.CPU, 1).open(analysis.typed(), List.of(value));
        Batches pass = IMAGES.pass()) {
      while (pass.hasNext()) {
        try (Batch batch = pass.next()) {
          Tensor map = model.run(batch.inputs()).getLast();
          long pixels = map.dim(2) * map.dim(3);
          for (long n = 0; n < map.dim(0); n++) {
            for (long p = 0; p < pixels; p++) {
              values.add(map.doubleAt((n * map.dim(1) + channel) * pixels + p));
            }
          }
        }
      }
    }
    return values.build().toArray();
  }
}
