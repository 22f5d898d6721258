package io.espalier.dataset.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Features;
import io.espalier.dataset.Image;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize.Exactly;
import io.espalier.dataset.Preprocessing.Resize.ShorterSide;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import io.espalier.dataset.Sample;
import io.espalier.dataset.SampleImages;
import io.espalier.dataset.Target.OfClass;
import io.espalier.dataset.Target.OfPixels;
import io.espalier.dataset.Target.OfSteps;
import io.espalier.dataset.Target.OfValues;
import io.espalier.dataset.Tokens;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.dataset.augment.Augmentation.CutMix;
import io.espalier.dataset.augment.Augmentation.Erasing;
import io.espalier.dataset.augment.Augmentation.Flip;
import io.espalier.dataset.augment.Augmentation.Mixup;
import io.espalier.dataset.augment.Augmentation.PadCrop;
import io.espalier.dataset.augment.Augmentation.RandAugment;
import io.espalier.dataset.augment.Augmentation.ResizedCrop;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetLoaderTest {
  private static final long SEED = 5;
  private static final float ROUNDING = 1e-6f;
  private static final Preprocessing GREY = preprocessing(ChannelOrder.GREY, ValueRange.BYTE);

  @Test
  void anEpochHoldsEverySampleOnceInAnotherOrder() {
    TrainingData data = training(MemoryDataset.ofImages(50, 2, 2, 5), 8, List.of());
    List<Integer> first = firstPixels(data.epoch(0, 0));
    assertThat(data.samples()).isEqualTo(50);
    assertThat(first).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
    assertThat(first).isNotEqualTo(IntStream.range(0, 50).boxed().toList());
    assertThat(firstPixels(data.epoch(0, 0))).isEqualTo(first);
    assertThat(firstPixels(data.epoch(1, 0))).isNotEqualTo(first);
  }

  @Test
  void theOrderOfASeedNeverChanges() {
    TrainingData data = training(MemoryDataset.ofImages(10, 1, 1, 2), 4, List.of());
    assertThat(firstPixels(data.epoch(3, 0))).containsExactly(2, 1, 4, 7, 3, 9, 8, 6, 5, 0);
  }

  @Test
  void theLastBatchIsSmaller() {
    TrainingData data = training(MemoryDataset.ofImages(10, 2, 3, 5), 4, List.of());
    assertThat(shapes(data.epoch(0, 0)))
        .containsExactly(List.of(4L, 1L, 2L, 3L), List.of(4L, 1L, 2L, 3L), List.of(2L, 1L, 2L, 3L));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theDataAreTheSameWhateverTheNumberOfThreads(int threads) {
    List<Augmentation> everything =
        List.of(
            ResizedCrop.DEFAULT,
            Flip.DEFAULT,
            PadCrop.DEFAULT,
            RandAugment.DEFAULT,
            Erasing.DEFAULT,
            Mixup.DEFAULT,
            CutMix.DEFAULT);
    MemoryDataset dataset = MemoryDataset.ofImages(40, 8, 8, 4);
    List<Tensor> alone =
        tensors(
            new DatasetLoader(dataset, GREY, new LoaderSettings(1, 0))
                .training(new BatchSettings(8, SEED, everything, 0))
                .epoch(2, 0));
    List<Tensor> together =
        tensors(
            new DatasetLoader(dataset, GREY, new LoaderSettings(threads, 1000))
                .training(new BatchSettings(8, SEED, everything, 0))
                .epoch(2, 0));
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void anEpochThatIsTakenUpAgainGoesOnAsIfUndisturbed() {
    TrainingData data =
        training(MemoryDataset.ofImages(40, 8, 8, 4), 8, List.of(PadCrop.DEFAULT, Mixup.DEFAULT));
    List<Tensor> whole = tensors(data.epoch(1, 0));
    assertThat(tensors(data.epoch(1, 3))).isEqualTo(whole.subList(6, whole.size()));
    assertThat(tensors(data.epoch(1, 5))).isEmpty();
  }

  @Test
  void skippedBatchesAreNotRead() {
    MemoryDataset dataset = MemoryDataset.ofImages(40, 2, 2, 4);
    tensors(training(dataset, 8, List.of()).epoch(0, 4));
    assertThat(dataset.reads()).isEqualTo(8);
  }

  @Test
  void keepsDecodedPicturesWithinItsBytes() {
    MemoryDataset dataset = MemoryDataset.ofImages(10, 2, 2, 2);
    DatasetLoader loader = new DatasetLoader(dataset, GREY, new LoaderSettings(2, 500));
    tensors(loader.inOrder("train", 5));
    tensors(loader.inOrder("train", 5));
    assertThat(dataset.reads()).isEqualTo(10 + 5);
  }

  @Test
  void holdsBackTheSameShareOfEachClass() {
    MemoryDataset dataset = MemoryDataset.ofImages(60, 1, 1, 3);
    TrainingData data = loader(dataset).training(new BatchSettings(7, SEED, List.of(), 0.2));
    List<Integer> held = firstPixels(data.validation());
    assertThat(data.validationSamples()).isEqualTo(12);
    assertThat(data.samples()).isEqualTo(48);
    assertThat(held).isSorted().hasSize(12);
    for (int k = 0; k < 3; k++) {
      int wanted = k;
      assertThat(held).filteredOn(index -> index % 3 == wanted).hasSize(4);
    }
    TreeSet<Integer> all = new TreeSet<>(held);
    all.addAll(firstPixels(data.epoch(0, 0)));
    assertThat(all).hasSize(60);
  }

  @Test
  void validatesOnASplitOfItsOwnWhereThereIsOne() {
    MemoryDataset dataset =
        MemoryDataset.ofImages(20, 1, 1, 2)
            .with("val", 3, _ -> new Sample(SampleImages.grey(1, 1, 99), new OfClass(0)));
    TrainingData with = loader(dataset).training(new BatchSettings(4, SEED, List.of(), 0.1));
    assertThat(with.samples()).isEqualTo(20);
    assertThat(firstPixels(with.validation())).containsExactly(99, 99, 99);
    TrainingData without = loader(dataset).training(new BatchSettings(4, SEED, List.of(), 0));
    assertThat(without.validationSamples()).isZero();
    assertThat(tensors(without.validation())).isEmpty();
  }

  @Test
  void ordersAndScalesChannels() {
    MemoryDataset dataset = images(3, SampleImages.image(1, 2, 3, 0, 51, 102, 153, 204, 255));
    Preprocessing scaled =
        new Preprocessing(
            Optional.empty(),
            Optional.empty(),
            ChannelOrder.BGR,
            ValueRange.UNIT,
            List.of(0.1, 0.2, 0.3),
            List.of(0.5, 1.0, 2.0));
    assertThat(inputs(dataset, scaled))
        .containsExactly(new float[] {0.6f, 1.8f, 0, 0.6f, -0.15f, 0.15f}, within(ROUNDING));
    assertThat(inputs(dataset, preprocessing(ChannelOrder.RGB, ValueRange.SYMMETRIC)))
        .containsExactly(new float[] {-1, 0.2f, -0.6f, 0.6f, -0.2f, 1}, within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({"RGB", "BGR"})
  void repeatsGreyWhereColoursAreTaken(ChannelOrder order) {
    MemoryDataset dataset = images(1, SampleImages.grey(1, 2, 7, 9));
    assertThat(inputs(dataset, preprocessing(order, ValueRange.BYTE)))
        .containsExactly(7, 9, 7, 9, 7, 9);
  }

  @Test
  void makesColoursGreyWhereGreyIsTaken() {
    MemoryDataset dataset = images(3, SampleImages.image(1, 1, 3, 255, 0, 0));
    assertThat(inputs(dataset, GREY)).containsExactly(76);
  }

  @Test
  void resizesTheShorterSideAndCutsTheMiddle() {
    Preprocessing framed =
        new Preprocessing(
            Optional.of(new ShorterSide(4)),
            Optional.of(new Size(3, 3)),
            ChannelOrder.RGB,
            ValueRange.BYTE,
            List.of(),
            List.of());
    assertThat(loadedShape(framed)).containsExactly(1, 3, 3, 3);
    assertThat(loadedShape(resized(new ShorterSide(4)))).containsExactly(1, 3, 4, 5);
    assertThat(loadedShape(resized(new Exactly(new Size(6, 2))))).containsExactly(1, 3, 6, 2);
  }

  @Test
  void refusesToBlowUpAThinImage() {
    MemoryDataset thread = images(1, SampleImages.squares(1, 10_000, 1));
    assertThatThrownBy(() -> inputs(thread, resized(new ShorterSide(224))))
        .hasMessageStartingWith(
            "An image of 1 x 10000 pixels would be resized to 224 x 2240000; set preprocess.resize");
  }

  @Test
  void refusesImagesOfDifferentSizesAndSaysWhatToSet() {
    MemoryDataset dataset =
        new MemoryDataset(DatasetTask.CLASSIFICATION, 1, Optional.empty())
            .with(
                "train",
                2,
                index -> new Sample(SampleImages.squares(2 + index, 3, 1), new OfClass(0)));
    assertThatThrownBy(() -> tensors(loader(dataset).inOrder("train", 2)))
        .hasMessage(
            "Images of 2 x 3 and of 3 x 3 pixels make no batch: set preprocess.resize or preprocess.crop.");
  }

  @Test
  void classesOfPixelsAreResizedWithTheirImages() {
    byte[] mask = {0, 1, (byte) 255, 2};
    MemoryDataset dataset =
        new MemoryDataset(DatasetTask.SEGMENTATION, 3, Optional.empty())
            .with(
                "train",
                1,
                _ -> new Sample(SampleImages.squares(2, 2, 3), new OfPixels(2, 2, mask)));
    Tensor targets = targets(dataset, resized(new Exactly(new Size(2, 4))));
    assertThat(targets.shape()).containsExactly(1, 2, 4);
    assertThat(targets.toLongs()).containsExactly(0, 0, 1, 1, -100, -100, 2, 2);
  }

  @Test
  void padsSequencesToTheLongestOrToTheLengthOfTheModel() {
    MemoryDataset dataset =
        new MemoryDataset(DatasetTask.SEQUENCE, 4, Optional.empty())
            .with("train", 2, DatasetLoaderTest::sequence);
    assertThat(inputTensor(dataset, Preprocessing.NONE).toLongs()).containsExactly(5, 0, 5, 6);
    assertThat(targets(dataset, Preprocessing.NONE).toLongs()).containsExactly(0, -100, 0, 1);
    List<Tensor> fixed =
        tensors(
            new DatasetLoader(dataset, Preprocessing.NONE, new LoaderSettings(1, 0, Optional.of(3)))
                .inOrder("train", 2));
    assertThat(fixed.getFirst().toLongs()).containsExactly(5, 0, 0, 5, 6, 0);
    assertThat(fixed.getLast().toLongs()).containsExactly(0, -100, -100, 0, 1, -100);
  }

  private static Sample sequence(int index) {
    return index == 0
        ? new Sample(new Tokens(new long[] {5}), new OfSteps(new long[] {0}))
        : new Sample(new Tokens(new long[] {5, 6}), new OfSteps(new long[] {0, 1}));
  }

  @Test
  void givesFeaturesAndValuesAsTheyAre() {
    MemoryDataset dataset =
        new MemoryDataset(DatasetTask.REGRESSION, 0, Optional.empty())
            .with(
                "train",
                2,
                index ->
                    new Sample(
                        new Features(List.of(1L, 2L), new float[] {index, 4}),
                        new OfValues(new float[] {index * 10})));
    assertThat(inputTensor(dataset, Preprocessing.NONE).shape()).containsExactly(2, 1, 2);
    assertThat(inputTensor(dataset, Preprocessing.NONE).toFloats()).containsExactly(0, 4, 1, 4);
    assertThat(targets(dataset, Preprocessing.NONE).toFloats()).containsExactly(0, 10);
  }

  @Test
  void mixedClassesBecomeProbabilities() {
    TrainingData data = training(MemoryDataset.ofImages(6, 2, 2, 3), 6, List.of(new Mixup(1)));
    Tensor targets = tensors(data.epoch(0, 0)).getLast();
    assertThat(targets.elementType()).isEqualTo(ElementType.FLOAT);
    assertThat(targets.shape()).containsExactly(6, 3);
    float sum = 0;
    for (float value : targets.toFloats()) {
      sum += value;
    }
    assertThat(sum).isCloseTo(6, within(10 * ROUNDING));
  }

  @Test
  void refusesToMixClassesOfPixels() {
    MemoryDataset dataset =
        new MemoryDataset(DatasetTask.SEGMENTATION, 2, Optional.of(MemoryDataset.sizes(3, 2, 2)));
    assertThatThrownBy(() -> training(dataset, 2, List.of(CutMix.DEFAULT)))
        .isInstanceOfSatisfying(
            EspalierException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET_INVALID))
        .hasMessageContaining("(cutmix)");
  }

  @Test
  void namesTheSplitsThereAre() {
    assertThatThrownBy(() -> loader(MemoryDataset.ofImages(2, 1, 1, 2)).inOrder("test", 1))
        .hasMessage("The data set has no split (test); it has: train.");
  }

  private static TrainingData training(
      MemoryDataset dataset, int batchSize, List<Augmentation> augmentations) {
    return loader(dataset).training(new BatchSettings(batchSize, SEED, augmentations, 0));
  }

  private static DatasetLoader loader(MemoryDataset dataset) {
    return new DatasetLoader(dataset, GREY, new LoaderSettings(2, 0));
  }

  private static Preprocessing preprocessing(ChannelOrder order, ValueRange range) {
    return new Preprocessing(
        Optional.empty(), Optional.empty(), order, range, List.of(), List.of());
  }

  private static Preprocessing resized(Preprocessing.Resize resize) {
    return new Preprocessing(
        Optional.of(resize),
        Optional.empty(),
        ChannelOrder.RGB,
        ValueRange.BYTE,
        List.of(),
        List.of());
  }

  private static MemoryDataset images(int channels, Image image) {
    return new MemoryDataset(
            DatasetTask.CLASSIFICATION,
            1,
            Optional.of(MemoryDataset.sizes(channels, image.height(), image.width())))
        .with("train", 1, _ -> new Sample(image, new OfClass(0)));
  }

  private static long[] loadedShape(Preprocessing preprocessing) {
    return inputTensor(images(3, SampleImages.squares(7, 10, 3)), preprocessing).shape();
  }

  private static float[] inputs(MemoryDataset dataset, Preprocessing preprocessing) {
    return inputTensor(dataset, preprocessing).toFloats();
  }

  private static Tensor inputTensor(MemoryDataset dataset, Preprocessing preprocessing) {
    return tensors(
            new DatasetLoader(dataset, preprocessing, new LoaderSettings(1, 0)).inOrder("train", 2))
        .getFirst();
  }

  private static Tensor targets(MemoryDataset dataset, Preprocessing preprocessing) {
    return tensors(
            new DatasetLoader(dataset, preprocessing, new LoaderSettings(1, 0)).inOrder("train", 2))
        .getLast();
  }

  /** Inputs and targets of every batch, copied. */
  private static List<Tensor> tensors(Batches batches) {
    List<Tensor> tensors = new ArrayList<>();
    try (batches) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          tensors.add(copy(batch.inputs()));
          tensors.add(copy(batch.targets()));
        }
      }
    }
    return tensors;
  }

  private static Tensor copy(Tensor tensor) {
    return tensor.elementType() == ElementType.FLOAT
        ? Tensor.ofFloats(tensor.shape(), tensor.toFloats())
        : Tensor.ofLongs(tensor.shape(), tensor.toLongs());
  }

  private static List<Integer> firstPixels(Batches batches) {
    List<Integer> pixels = new ArrayList<>();
    List<Tensor> tensors = tensors(batches);
    for (int i = 0; i < tensors.size(); i += 2) {
      float[] values = tensors.get(i).toFloats();
      int stride = (int) (values.length / tensors.get(i).dim(0));
      for (int at = 0; at < values.length; at += stride) {
        pixels.add((int) values[at]);
      }
    }
    return pixels;
  }

  private static List<List<Long>> shapes(Batches batches) {
    List<List<Long>> shapes = new ArrayList<>();
    List<Tensor> tensors = tensors(batches);
    for (int i = 0; i < tensors.size(); i += 2) {
      shapes.add(Arrays.stream(tensors.get(i).shape()).boxed().toList());
    }
    return shapes;
  }
}
