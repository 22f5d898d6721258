package io.espalier.benchmark;

import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.rewrite.cut.ChannelCut;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Times what the service does with a file before and after a job: reading and analysing it, and
 * cutting every second channel and writing the rest.
 *
 * <p>Arguments: {@code make FILE} writes ResNet-50; {@code run FILE ROUNDS} measures a file.
 */
final class AnalysisBenchmark {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int MEBIBYTE = 1 << 20;

  private final PrintStream out;
  private final Path file;
  private final List<Double> analysisMillis = new ArrayList<>();
  private final List<Double> cutMillis = new ArrayList<>();

  private AnalysisBenchmark(Path file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    if (arguments[0].equals("make")) {
      new OnnxWriter("benchmark").write(Bottlenecks.resNet50(), file);
    } else {
      new AnalysisBenchmark(file, System.out).run(Integer.parseInt(arguments[2]));
    }
  }

  private void run(int rounds) throws IOException {
    for (int round = 0; round < rounds; round++) {
      round();
    }
    out.printf("file: %d MB%n", Files.size(file) / 1_000_000);
    print("import, infer, cost, group", analysisMillis);
    print("cut, export", cutMillis);
    out.printf("peak heap: %d MiB%n", peakHeapBytes() / MEBIBYTE);
  }

  private void round() throws IOException {
    Path made = file.resolveSibling("cut.onnx");
    try (Arena arena = Arena.ofShared()) {
      long begun = System.nanoTime();
      Graph graph = new OnnxReader(OnnxLimits.standard()).read(file, arena).graph();
      Analysis analysis = Analyzer.analyze(graph);
      long analysed = System.nanoTime();
      Graph cut = new ChannelCut(analysis.channels(), everySecond(analysis)).apply();
      new OnnxWriter("benchmark").write(cut, made);
      long written = System.nanoTime();
      analysisMillis.add((analysed - begun) / NANOS_PER_MILLI);
      cutMillis.add((written - analysed) / NANOS_PER_MILLI);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static Map<String, Set<Integer>> everySecond(Analysis analysis) {
    return analysis.channels().groups().stream()
        .filter(ChannelGroup::prunable)
        .collect(Collectors.toMap(ChannelGroup::id, AnalysisBenchmark::odd));
  }

  private static Set<Integer> odd(ChannelGroup group) {
    return IntStream.range(0, group.channels())
        .filter(channel -> channel % 2 == 1)
        .boxed()
        .collect(Collectors.toSet());
  }

  private void print(String what, List<Double> millis) {
    List<Double> later = millis.stream().skip(1).sorted().toList();
    out.printf("%s: first %.0f ms", what, millis.getFirst());
    if (!later.isEmpty()) {
      out.printf(", later median %.0f ms", later.get(later.size() / 2));
    }
    out.println();
  }

  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
