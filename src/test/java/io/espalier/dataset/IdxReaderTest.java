package io.espalier.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdxReaderTest {
  private static final byte[] TWO_BY_THREE = {
    0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, (byte) 255
  };

  private final IdxReader reader = new IdxReader(1000);

  @Test
  void readsExtentsAndElements() throws IOException {
    IdxArray array = read(TWO_BY_THREE);

    assertThat(array.dims()).containsExactly(2, 3);
    assertThat(array.values().toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(1, 2, 3, 4, 5, (byte) 255);
  }

  @Test
  void refusesEveryPrefixOfAGoodFile() {
    for (int length = 0; length < TWO_BY_THREE.length; length++) {
      byte[] cut = Arrays.copyOf(TWO_BY_THREE, length);
      assertRefused(cut, "");
    }
  }

  @Test
  void refusesBytesAfterTheLastElement() {
    assertRefused(Arrays.copyOf(TWO_BY_THREE, TWO_BY_THREE.length + 1), "after its last element");
  }

  @ParameterizedTest
  @ValueSource(bytes = {0x09, 0x0B, 0x0D, 0})
  void refusesElementsThatAreNotUnsignedBytes(byte type) {
    byte[] other = TWO_BY_THREE.clone();
    other[2] = type;
    assertRefused(other, "not an IDX file");
  }

  @Test
  void refusesMoreElementsThanTheLimitBeforeItReadsThem() {
    byte[] huge = {0, 0, 8, 2, 0x7F, -1, -1, -1, 0x7F, -1, -1, -1};
    assertRefused(huge, "at most 1000 are read");
  }

  @Test
  void refusesANegativeExtent() {
    byte[] negative = {0, 0, 8, 1, -1, -1, -1, -1};
    assertRefused(negative, "announces [-1]");
  }

  @Test
  void refusesAFileThatIsNotCompressed() {
    assertThatThrownBy(() -> reader.read("labels", new ByteArrayInputStream(TWO_BY_THREE)))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("not compressed with gzip");
  }

  private void assertRefused(byte[] file, String reason) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            EspalierException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET_INVALID))
        .hasMessageContaining(reason);
  }

  private IdxArray read(byte[] file) throws IOException {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream output = new GZIPOutputStream(gzipped)) {
      output.write(file);
    }
    return reader.read("labels", new ByteArrayInputStream(gzipped.toByteArray()));
  }
}
