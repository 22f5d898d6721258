package io.espalier.dataset.read;

import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;
import java.util.List;

/** Images whose folders say what class they are. */
record FolderImages(ArchiveImages images, List<ArchiveFile> files, int[] classes)
    implements Samples {
  @Override
  public int size() {
    return files.size();
  }

  @Override
  public Sample read(int index) {
    return new Sample(images.decode(files.get(index).entry()), target(index));
  }

  @Override
  public Target target(int index) {
    return new Target.OfClass(classes[index]);
  }
}
