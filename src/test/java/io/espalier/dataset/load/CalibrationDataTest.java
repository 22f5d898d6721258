package io.espalier.dataset.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize.Exactly;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CalibrationDataTest {
  private static final long SEED = 5;

  @Test
  void partsToMeasureOnShareNoSampleAndAreTheSameInEveryPass() {
    DatasetLoader loader = loader(MemoryDataset.ofImages(50, 2, 2, 5));
    CalibrationData first = loader.calibration(0, 20, 8, SEED);
    CalibrationData second = loader.calibration(20, 40, 8, SEED);
    List<Integer> pixels = firstPixels(first.pass());
    assertThat(first.samples()).isEqualTo(20);
    assertThat(second.samples()).isEqualTo(30);
    assertThat(firstPixels(first.pass())).isEqualTo(pixels).isNotEqualTo(sorted(pixels));
    assertThat(firstPixels(loader.calibration(0, 20, 3, SEED).pass())).isEqualTo(pixels);
    assertThat(firstPixels(loader.calibration(0, 20, 8, SEED + 1).pass())).isNotEqualTo(pixels);
    TreeSet<Integer> all = new TreeSet<>(pixels);
    all.addAll(firstPixels(second.pass()));
    assertThat(all).hasSize(50);
    assertThat(sizes(first.pass())).containsExactly(8, 8, 4);
  }

  @Test
  void samplesToMeasureOnArePreparedAsThoseOfEvaluations() {
    MemoryDataset dataset = MemoryDataset.ofImages(1, 8, 8, 2);
    Preprocessing framed = grey(Optional.of(new Exactly(new Size(3, 2))));
    DatasetLoader loader = new DatasetLoader(dataset, framed, new LoaderSettings(1, 0));
    assertThat(pixels(loader.calibration(0, 1, 1, SEED).pass()))
        .hasSize(1)
        .isEqualTo(pixels(loader.inOrder("train", 1)));
  }

  @Test
  void refusesToMeasureOnSamplesBehindTheLast() {
    DatasetLoader loader = loader(MemoryDataset.ofImages(4, 1, 1, 2));
    assertThat(loader.calibration(3, 2, 1, SEED).samples()).isEqualTo(1);
    assertThatThrownBy(() -> loader.calibration(4, 2, 1, SEED))
        .isInstanceOfSatisfying(
            EspalierException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET_INVALID))
        .hasMessageStartingWith("The split (train) has 4 samples;");
  }

  private static DatasetLoader loader(MemoryDataset dataset) {
    return new DatasetLoader(dataset, grey(Optional.empty()), new LoaderSettings(2, 0));
  }

  private static Preprocessing grey(Optional<Preprocessing.Resize> resize) {
    return new Preprocessing(
        resize, Optional.empty(), ChannelOrder.GREY, ValueRange.BYTE, List.of(), List.of());
  }

  private static List<Integer> sorted(List<Integer> numbers) {
    return numbers.stream().sorted().toList();
  }

  private static List<Integer> sizes(Batches batches) {
    return copies(batches).stream().map(List::size).toList();
  }

  private static List<List<Float>> pixels(Batches batches) {
    return copies(batches).stream().flatMap(List::stream).toList();
  }

  private static List<Integer> firstPixels(Batches batches) {
    return pixels(batches).stream().map(sample -> sample.getFirst().intValue()).toList();
  }

  /** Batch by batch the values of every sample. */
  private static List<List<List<Float>>> copies(Batches batches) {
    List<List<List<Float>>> copies = new ArrayList<>();
    try (batches) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          copies.add(samples(batch));
        }
      }
    }
    return copies;
  }

  private static List<List<Float>> samples(Batch batch) {
    float[] values = batch.inputs().toFloats();
    int stride = values.length / batch.size();
    List<List<Float>> samples = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      List<Float> sample = new ArrayList<>();
      for (int at = i * stride; at < (i + 1) * stride; at++) {
        sample.add(values[at]);
      }
      samples.add(sample);
    }
    return samples;
  }
}
