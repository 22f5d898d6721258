package io.espalier.dataset.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Resize.Exactly;
import io.espalier.dataset.Preprocessing.Resize.ShorterSide;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import io.espalier.dataset.augment.Augmentation.CutMix;
import io.espalier.dataset.augment.Augmentation.Flip;
import io.espalier.dataset.augment.Augmentation.Mixup;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputFitTest {
  private static final ImageSummary GREY_28 = MemoryDataset.sizes(1, 28, 28);
  private static final ImageSummary PHOTOS =
      new ImageSummary(new Range(100, 500), new Range(90, 600), 3, List.of(), List.of(), 0);
  private static final ValueInfo SMALL = input(1, 28, 28);
  private static final ValueInfo LARGE = input(3, 224, 224);
  private static final List<ValueInfo> TEN = List.of(output(10));

  @Test
  void acceptsImagesAsTheModelTakesThem() {
    assertThat(faults(GREY_28, preprocessing(ChannelOrder.GREY), SMALL)).isEmpty();
    assertThat(faults(GREY_28, preprocessing(ChannelOrder.RGB), input(3, 28, 28))).isEmpty();
    assertThat(faults(PHOTOS, resized(new Exactly(new Size(224, 224))), LARGE)).isEmpty();
    assertThat(faults(PHOTOS, resized(new ShorterSide(256), new Size(224, 224)), LARGE)).isEmpty();
    assertThat(faults(GREY_28, resized(new ShorterSide(224)), LARGE)).isEmpty();
    assertThat(faults(GREY_28, preprocessing(ChannelOrder.GREY), anySize(1))).isEmpty();
  }

  @Test
  void saysEverythingThatIsToBeSet() {
    assertThat(faults(GREY_28, preprocessing(ChannelOrder.GREY), LARGE))
        .containsExactly(
            "The images of the data set (fashion, 1×28×28) do not fit the input x (float[N,3,224,224]): set preprocess.channels to rgb and preprocess.resize to 224.");
    assertThat(faults(GREY_28, preprocessing(ChannelOrder.RGB), input(1, 28, 32)))
        .containsExactly(
            "The images of the data set (fashion, 1×28×28) do not fit the input x (float[N,1,28,32]): set preprocess.channels to grey and preprocess.resize to height 28 and width 32.");
  }

  @Test
  void wantsOneSizeOfImagesOfMany() {
    assertThat(faults(PHOTOS, preprocessing(ChannelOrder.RGB), anySize(3)))
        .singleElement()
        .asString()
        .contains("fashion, 3×(100 to 500)×(90 to 600)")
        .endsWith("set preprocess.resize or preprocess.crop, so that all have one size.");
    assertThat(faults(PHOTOS, resized(new ShorterSide(224)), LARGE))
        .singleElement()
        .asString()
        .endsWith("set preprocess.crop to 224.");
    assertThat(faults(PHOTOS, resized(new ShorterSide(256), new Size(200, 200)), LARGE))
        .singleElement()
        .asString()
        .endsWith("set preprocess.crop to 224.");
  }

  @Test
  void refusesInputsThatAreNoImages() {
    ValueInfo tokens = new ValueInfo("ids", TensorType.of(ElementType.INT64, 1, 28));
    assertThat(faults(GREY_28, Preprocessing.NONE, tokens))
        .singleElement()
        .asString()
        .contains("ids (int64[1,28]): it takes no float images [N, C, H, W] of 1 or 3");
    assertThat(
            new InputFit("fashion", summary(Optional.of(GREY_28), List.of()), Preprocessing.NONE)
                .faults(List.of(SMALL, LARGE), TEN))
        .containsExactly(
            "The model has 2 inputs ([x: float[N,1,28,28], x: float[N,3,224,224]]); a data set fits models with one.");
  }

  @Test
  void refusesModelsOfOtherClasses() {
    assertThat(
            new InputFit(
                    "fashion",
                    summary(Optional.of(GREY_28), List.of()),
                    preprocessing(ChannelOrder.GREY))
                .faults(List.of(SMALL), List.of(output(100))))
        .containsExactly(
            "The output y (float[N,100]) answers with 100 classes, and the data set (fashion) has 10: give a model and a data set of the same classes.");
  }

  @Test
  void comparesTheShapeOfFeatures() {
    InputFit fit =
        new InputFit("table", summary(Optional.empty(), List.of(4L)), Preprocessing.NONE);
    assertThat(fit.faults(List.of(features(4)), TEN)).isEmpty();
    assertThat(fit.faults(List.of(features(5)), TEN))
        .containsExactly(
            "The samples of the data set (table, each [4]) do not fit the input x (float[N,5]).");
  }

  @Test
  void wantsOneNumberForEachChannel() {
    Preprocessing scaled =
        new Preprocessing(
            Optional.empty(),
            Optional.empty(),
            ChannelOrder.GREY,
            ValueRange.UNIT,
            List.of(0.1, 0.2, 0.3),
            List.of(1.0));
    assertThat(faults(GREY_28, scaled, SMALL))
        .containsExactly(
            "The preprocess.mean has 3 numbers; give one, or one for each channel (grey).");
  }

  @Test
  void tellsAugmentationsThatDoNotFit() {
    assertThat(
            AugmentationFit.faults(
                summary(Optional.of(GREY_28), List.of()),
                List.of(Flip.DEFAULT, Mixup.DEFAULT, CutMix.DEFAULT)))
        .isEmpty();
    assertThat(
            AugmentationFit.faults(
                summary(Optional.empty(), List.of(4L)),
                List.of(Flip.DEFAULT, Mixup.DEFAULT, CutMix.DEFAULT)))
        .containsExactly(
            "The augmentation (flip) is for images, and the data set holds none.",
            "The augmentation (cutmix) is for images, and the data set holds none.");
  }

  private static List<String> faults(
      ImageSummary images, Preprocessing preprocessing, ValueInfo input) {
    return new InputFit("fashion", summary(Optional.of(images), List.of()), preprocessing)
        .faults(List.of(input), TEN);
  }

  private static DatasetSummary summary(Optional<ImageSummary> images, List<Long> shape) {
    return new DatasetSummary(
        "npz",
        DatasetTask.CLASSIFICATION,
        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        new LinkedHashMap<>(),
        images,
        shape,
        Preprocessing.NONE,
        List.of());
  }

  private static Preprocessing preprocessing(ChannelOrder order) {
    return new Preprocessing(
        Optional.empty(), Optional.empty(), order, ValueRange.UNIT, List.of(), List.of());
  }

  private static Preprocessing resized(Resize resize, Size... crop) {
    return new Preprocessing(
        Optional.of(resize),
        Arrays.stream(crop).findFirst(),
        ChannelOrder.RGB,
        ValueRange.UNIT,
        List.of(),
        List.of());
  }

  private static ValueInfo input(long channels, long height, long width) {
    return new ValueInfo("x", batched(Dim.of(channels), Dim.of(height), Dim.of(width)));
  }

  private static ValueInfo anySize(long channels) {
    return new ValueInfo("x", batched(Dim.of(channels), Dim.symbol("H"), Dim.symbol("W")));
  }

  private static ValueInfo features(long count) {
    return new ValueInfo("x", batched(Dim.of(count)));
  }

  private static ValueInfo output(long classes) {
    return new ValueInfo("y", batched(Dim.of(classes)));
  }

  private static TensorType batched(Dim... sample) {
    List<Dim> shape = new ArrayList<>(List.of(Dim.symbol("N")));
    shape.addAll(List.of(sample));
    return new TensorType(ElementType.FLOAT, shape);
  }
}
