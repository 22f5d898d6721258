package io.espalier.dataset;

import io.espalier.graph.Tensor;

/**
 * Images with the class each belongs to.
 *
 * <ul>
 *   <li>images: {@code [N, C, H, W]}, float, scaled as the networks trained on them expect
 *   <li>labels: {@code [N]}, int64, from 0 to {@code classes − 1}
 * </ul>
 *
 * @param name the name a job gives in {@code evaluate.dataset}
 * @param split what the images are, in words a report can print
 * @param classes number of classes
 */
public record LabelledImages(String name, String split, int classes, Tensor images, Tensor labels) {
  public LabelledImages {
    if (images.rank() != 4 || labels.rank() != 1 || images.dim(0) != labels.dim(0)) {
      throw new IllegalArgumentException(
          "The images (%s) and labels (%s) of %s do not belong together."
              .formatted(images, labels, name));
    }
  }

  public long size() {
    return labels.dim(0);
  }
}
