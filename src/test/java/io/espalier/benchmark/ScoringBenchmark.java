package io.espalier.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.Criteria;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * Times the ranks of feature maps (HRank) of every group of a network, the reading of the images
 * included.
 *
 * <p>Arguments: {@code MODEL DATA MEAN STD IMAGES}; mean and deviation are numbers separated by
 * commas. Told are the time of the wall clock and of the processors, on all threads.
 */
final class ScoringBenchmark {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ScoringBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    try (MeasuredModel model =
        MeasuredModel.of(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            numbers(arguments[2]),
            numbers(arguments[3]))) {
      measure(model, Integer.parseInt(arguments[4]));
    }
  }

  private static List<Double> numbers(String listed) {
    return Stream.of(listed.split(",")).map(Double::valueOf).toList();
  }

  private static void measure(MeasuredModel model, int images) {
    List<ChannelGroup> groups =
        model.original().channels().groups().stream().filter(ChannelGroup::prunable).toList();
    ScoringContext context =
        new ScoringContext(
            model.original(),
            RandomGeneratorFactory.of("L64X128MixRandom").create(1),
            Optional.of(ScoringData.of(model.context())));
    long wall = System.nanoTime();
    long processors = SYSTEM.getProcessCpuTime();
    Criteria.of(new Criterion.HRank(images), Budget.ofMacs(0.5)).of(groups, context);
    System.out.printf(
        Locale.ROOT,
        "HRank of %d groups on %d images: %.1f s, %.1f s of processors%n",
        groups.size(),
        images,
        (System.nanoTime() - wall) / NANOS_PER_SECOND,
        (SYSTEM.getProcessCpuTime() - processors) / NANOS_PER_SECOND);
  }
}
