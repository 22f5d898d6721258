package io.espalier.dataset.load;

import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Split;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.dataset.augment.Draws;
import io.espalier.dataset.augment.Draws.Purpose;
import io.espalier.dataset.augment.MeanPixel;
import io.espalier.dataset.augment.SampleAugmenter;
import io.espalier.dataset.load.LoadedTraining.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Batches of a data set as one model takes them.
 *
 * <ul>
 *   <li>images become float {@code [N, C, H, W]}, features float {@code [N, …]}, tokens int64
 *       {@code [N, T]}, padded with 0
 *   <li>classes become int64 {@code [N]}, or float {@code [N, K]} where samples are mixed; values
 *       float {@code [N, K]}; classes of pixels int64 {@code [N, H, W]} and of steps int64 {@code
 *       [N, T]}, −100 where they do not count
 * </ul>
 *
 * <p>Order, augmentation and mixing depend on the seed, the epoch and the place of a sample or
 * batch alone, never on the number of threads. Each {@link Batches} has threads and memory of its
 * own until it is closed; decoded pictures are kept for all of them together. The data set must
 * stay open as long as any of them.
 */
public final class DatasetLoader {
  private static final String TRAIN = "train";
  private static final String VALIDATION = "val";

  private final Dataset dataset;
  private final DatasetSummary summary;
  private final Preprocessing preprocessing;
  private final LoaderSettings settings;
  private final Framing framing;
  private final BatchSource source;
  private final CacheBudget budget;
  private final Map<String, Split> framed = new ConcurrentHashMap<>();
  private final Map<String, Split> unframed = new ConcurrentHashMap<>();

  public DatasetLoader(Dataset dataset, Preprocessing preprocessing, LoaderSettings settings) {
    this.dataset = dataset;
    this.summary = dataset.summary();
    this.preprocessing = preprocessing;
    this.settings = settings;
    this.framing = new Framing(preprocessing);
    this.budget = new CacheBudget(settings.cacheBytes());
    this.source = source();
  }

  private BatchSource source() {
    return new BatchSource(
        new BatchAssembler(
            new InputStacker(preprocessing, settings.sequenceLength()),
            new TargetStacker(summary.classes().size(), settings.sequenceLength())),
        settings.threads());
  }

  /**
   * The split train, without what is held back of it.
   *
   * @throws io.espalier.problem.EspalierException DATASET_INVALID when there is no such split, or
   *     the augmentations do not fit the samples
   */
  public TrainingData training(BatchSettings training) {
    List<String> faults = AugmentationFit.faults(summary, training.augmentations());
    if (!faults.isEmpty()) {
      throw Refusal.of(faults.getFirst());
    }
    Split train = split(TRAIN);
    boolean separate = training.validationShare() > 0 && dataset.split(VALIDATION).isPresent();
    TrainingShare share =
        separate || training.validationShare() == 0
            ? TrainingShare.whole(train)
            : TrainingShare.drawn(
                train, summary.task(), training.validationShare(), training.seed());
    Part validation =
        separate ? whole(framed(split(VALIDATION))) : new Part(framed(train), share.validation());
    return new LoadedTraining(
        new Part(hasResizedCrop(training) ? unframed(train) : framed(train), share.training()),
        validation,
        training,
        new SampleAugmenter(training.augmentations(), frame(), MeanPixel.of(preprocessing)),
        source);
  }

  private static boolean hasResizedCrop(BatchSettings training) {
    return training.augmentations().stream().anyMatch(Augmentation.ResizedCrop.class::isInstance);
  }

  /** The size of every picture once it is framed, where it is known. */
  private Optional<Size> frame() {
    return framing
        .always()
        .or(() -> summary.images().flatMap(ImageSizes::uniform).map(framing::framed));
  }

  /**
   * A split from its first to its last sample, unaugmented.
   *
   * @param split for example {@code test}
   * @throws io.espalier.problem.EspalierException DATASET_INVALID when there is no such split
   */
  public Batches inOrder(String split, int batchSize) {
    Part part = whole(framed(split(split)));
    return source.inOrder(part.split(), part.indices(), batchSize);
  }

  /**
   * A part of the seeded order of the split train, unaugmented.
   *
   * @param first place in the order, from 0
   * @param count at least 1; fewer are given where the split ends
   * @throws io.espalier.problem.EspalierException DATASET_INVALID when there is no such split or it
   *     ends before {@code first}
   */
  public CalibrationData calibration(int first, int count, int batchSize, long seed) {
    Split train = framed(split(TRAIN));
    if (first >= train.size()) {
      throw Refusal.of(
          "The split (%s) has %d samples; of those to measure on, %d were wanted from number %d on: ask for fewer samples."
              .formatted(TRAIN, train.size(), count, first + 1));
    }
    int[] order = IntStream.range(0, train.size()).toArray();
    Draws.shuffle(order, Draws.of(seed, Purpose.CALIBRATION, 0, 0));
    int end = (int) Math.min(train.size(), (long) first + count);
    return new LoadedCalibration(
        new Part(train, Arrays.copyOfRange(order, first, end)), batchSize, source);
  }

  private Split split(String name) {
    return dataset
        .split(name)
        .orElseThrow(
            () ->
                Refusal.of(
                    "The data set has no split (%s); it has: %s."
                        .formatted(name, String.join(", ", summary.splits().keySet()))));
  }

  private Split framed(Split split) {
    return framed.computeIfAbsent(split.name(), _ -> cached(split, framing::apply));
  }

  private Split unframed(Split split) {
    return unframed.computeIfAbsent(split.name(), _ -> cached(split, UnaryOperator.identity()));
  }

  private Split cached(Split split, UnaryOperator<Sample> preparation) {
    return new CachedSplit(split, preparation, budget);
  }

  private static Part whole(Split split) {
    return new Part(split, IntStream.range(0, split.size()).toArray());
  }
}
