package io.espalier.dataset.load;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Split;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.BatchMixer;
import io.espalier.dataset.augment.Draws;
import io.espalier.dataset.augment.Draws.Purpose;
import io.espalier.dataset.augment.SampleAugmenter;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Samples that train, shuffled and augmented anew in each epoch. */
final class LoadedTraining implements TrainingData {
  private final Part training;
  private final Part validation;
  private final BatchSettings settings;
  private final SampleAugmenter augmenter;
  private final BatchMixer mixer;
  private final BatchSource source;

  LoadedTraining(
      Part training,
      Part validation,
      BatchSettings settings,
      SampleAugmenter augmenter,
      BatchSource source) {
    this.training = training;
    this.validation = validation;
    this.settings = settings;
    this.augmenter = augmenter;
    this.mixer = new BatchMixer(settings.augmentations());
    this.source = source;
  }

  /**
   * Some samples of a split.
   *
   * @param indices in the split
   */
  record Part(Split split, int[] indices) {}

  @Override
  public int samples() {
    return training.indices().length;
  }

  @Override
  public int validationSamples() {
    return validation.indices().length;
  }

  @Override
  public Batches validation() {
    return source.inOrder(validation.split(), validation.indices(), settings.batchSize());
  }

  @Override
  public Batches epoch(int epoch, int firstBatch) {
    int[] order = training.indices().clone();
    Draws.shuffle(order, Draws.of(settings.seed(), Purpose.ORDER, epoch, 0));
    return source.start(
        (number, stopped, pool) ->
            batch(
                new Place(epoch, number, BatchSource.part(order, number, settings.batchSize())),
                stopped,
                pool),
        firstBatch,
        Math.ceilDiv(order.length, settings.batchSize()));
  }

  /** Where a batch stands, and the samples in it. */
  private record Place(int epoch, int number, int[] indices) {}

  private Batch batch(Place place, BooleanSupplier stopped, BufferPool pool) {
    BatchAssembler assembler = source.assembler();
    if (!mixer.mixes()) {
      return assembler.assemble(
          place.indices(), index -> augmented(place.epoch(), index), stopped, pool);
    }
    RandomGenerator random =
        Draws.of(settings.seed(), Purpose.BATCH, place.epoch(), place.number());
    return assembler.assembleMixed(
        place.indices(),
        index -> augmented(place.epoch(), index),
        stopped,
        (inputs, targets) -> mixer.mix(inputs.bytes(), inputs.shape(), targets.bytes(), random),
        pool);
  }

  private Sample augmented(int epoch, int index) {
    Sample sample = training.split().read(index);
    return augmenter.apply(sample, Draws.of(settings.seed(), Purpose.SAMPLE, epoch, index));
  }
}
