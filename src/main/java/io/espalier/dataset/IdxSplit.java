package io.espalier.dataset;

import io.espalier.dataset.Target.OfClass;
import java.lang.foreign.ValueLayout;

/**
 * Grey images with a class each, from two arrays.
 *
 * @param size samples, at most as many as the arrays hold
 * @param images {@code [N, H, W]}
 * @param labels {@code [N]}
 */
record IdxSplit(String name, int size, IdxArray images, IdxArray labels) implements Split {

  @Override
  public Sample read(int index) {
    int height = images.dims().get(1);
    int width = images.dims().get(2);
    byte[] pixels =
        images
            .values()
            .asSlice((long) index * height * width, (long) height * width)
            .toArray(ValueLayout.JAVA_BYTE);
    return new Sample(new Image(height, width, 1, pixels), target(index));
  }

  @Override
  public Target target(int index) {
    return new OfClass(labels.at(index));
  }
}
