package io.espalier.dataset.read;

import io.espalier.dataset.Image;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;
import io.espalier.dataset.read.fault.DatasetFault;
import java.util.List;

/** Images with a grey image each whose pixels are classes. */
record MaskedImages(ArchiveImages images, List<Pair> pairs, ClassRange range) implements Samples {
  /** An image and its mask. */
  record Pair(ArchiveFile image, ArchiveFile mask) {}

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public Sample read(int index) {
    Image image = images.decode(pairs.get(index).image().entry());
    Target.OfPixels mask = target(index);
    if (image.height() != mask.height() || image.width() != mask.width()) {
      throw fault(
          index,
          "is %d x %d, its image %d x %d"
              .formatted(mask.height(), mask.width(), image.height(), image.width()));
    }
    return new Sample(image, mask);
  }

  @Override
  public Target.OfPixels target(int index) {
    Image mask = images.decode(pairs.get(index).mask().entry());
    if (mask.channels() != 1) {
      throw fault(index, "must be an 8-bit grey image whose values are classes");
    }
    range.checkPixels(mask.pixels(), place(index));
    return new Target.OfPixels(mask.height(), mask.width(), mask.pixels());
  }

  private String place(int index) {
    return "entry " + pairs.get(index).mask().entry().name();
  }

  private RuntimeException fault(int index, String what) {
    String name = DatasetFault.quote(pairs.get(index).mask().entry().name());
    return DatasetFault.at(place(index), "mask-invalid", "The mask (%s) %s.".formatted(name, what));
  }
}
