package io.espalier.dataset.read;

import io.espalier.dataset.Image;
import io.espalier.dataset.image.ImageDecoder;
import io.espalier.dataset.image.ImageLimits;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.zip.ZipArchive;
import io.espalier.dataset.read.zip.ZipEntry;
import io.espalier.problem.EspalierException;

/** Decodes the images of an archive; each fault names its entry. */
final class ArchiveImages {
  private final ZipArchive archive;
  private final ImageLimits limits;
  private final ImageDecoder decoder;

  ArchiveImages(ZipArchive archive, ImageLimits limits) {
    this.archive = archive;
    this.limits = limits;
    this.decoder = new ImageDecoder(limits);
  }

  /**
   * Decodes one image.
   *
   * @throws EspalierException [image-invalid], [image-too-large], [zip-damaged]
   */
  Image decode(ZipEntry entry) {
    if (entry.bytes() > limits.encodedBytes()) {
      throw DatasetFault.at(
          "entry " + entry.name(),
          "image-too-large",
          "The image (%s) has more than %d bytes."
              .formatted(DatasetFault.quote(entry.name()), limits.encodedBytes()));
    }
    byte[] encoded = archive.read(entry);
    try {
      return decoder.decode(DatasetFault.quote(entry.name()), encoded);
    } catch (EspalierException fault) {
      throw DatasetFault.at("entry " + entry.name(), "image-invalid", fault.getMessage());
    }
  }
}
