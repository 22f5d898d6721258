package io.espalier.config;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set about the service.
 *
 * @param home the folder that holds all state: database, artifacts, staging, scratch
 * @param maxUpload the largest model that is taken, up to 2 GiB, the most one protobuf file can be
 * @param maxUploadSet the most that the files of one upload set may have together
 * @param maxDataset the largest data set that is taken
 * @param rehearse whether the worker goes through a small job of its own when it starts, so that
 *     the first real one does not wait for libraries and compilers
 * @param worker how jobs are worked on
 */
@ConfigurationProperties("espalier")
public record EspalierProperties(
    Path home,
    @DefaultValue("2GB") DataSize maxUpload,
    @DefaultValue("64GB") DataSize maxUploadSet,
    @DefaultValue("20GB") DataSize maxDataset,
    @DefaultValue("true") boolean rehearse,
    @DefaultValue WorkerProperties worker) {
  private static final DataSize LARGEST_UPLOAD = DataSize.ofGigabytes(2);

  public EspalierProperties {
    home = home.toAbsolutePath().normalize();
    if (maxUpload.compareTo(LARGEST_UPLOAD) > 0 || maxUpload.toBytes() <= 0) {
      throw new IllegalArgumentException(
          "The setting espalier.max-upload (%s) must be between 1B and 2GB.".formatted(maxUpload));
    }
    if (maxUploadSet.toBytes() <= 0) {
      throw new IllegalArgumentException(
          "The setting espalier.max-upload-set (%s) must be at least 1B.".formatted(maxUploadSet));
    }
    if (maxDataset.toBytes() <= 0) {
      throw new IllegalArgumentException(
          "The setting espalier.max-dataset (%s) must be at least 1B.".formatted(maxDataset));
    }
  }

  Path scratch() {
    return home.resolve("scratch");
  }
}
