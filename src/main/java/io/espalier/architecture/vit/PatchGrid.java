package io.espalier.architecture.vit;

import static io.espalier.architecture.assembly.Extents.ANY;

import io.espalier.architecture.VitArchitecture;
import io.espalier.architecture.assembly.TensorSource;
import java.util.Optional;

/**
 * How an image is cut into patches.
 *
 * @param patchSize height and width of a patch
 * @param side patches in a row and in a column
 * @param positions entries of the position embedding
 */
record PatchGrid(int patchSize, long side, long positions) {
  private static final long UNKNOWN = 1;
  private static final int MOST_PATCH_SIZE = 1 << 12;

  /**
   * The grid that the stated image size, or else the number of positions, tells.
   *
   * @param prefix tokens before the patches
   */
  static PatchGrid of(
      TensorSource source, VitNames names, VitArchitecture.Extents stated, int prefix) {
    int patch = patchSize(source, names, stated);
    long positions = source.extent(names.positions(), 1);
    long side =
        stated
            .imageSize()
            .map(image -> sideOfImage(source, image, patch))
            .orElseGet(() -> sideOfPositions(source, names, positions, prefix));
    long patches = side * side;
    return new PatchGrid(patch, side, positions == patches ? patches : patches + prefix);
  }

  long imageSize() {
    return patchSize * side;
  }

  long patches() {
    return side * side;
  }

  /** Whether the tokens before the patches have positions too. */
  boolean placesPrefix() {
    return positions != patches();
  }

  private static int patchSize(
      TensorSource source, VitNames names, VitArchitecture.Extents stated) {
    long kernel = source.extent(names.patches().weight(), 2);
    int told = Math.clamp(kernel, 1, MOST_PATCH_SIZE);
    return stated.patchSize().orElse(told);
  }

  private static long sideOfImage(TensorSource source, int image, int patch) {
    if (image % patch != 0) {
      source.refuse(
          "tensors",
          "architecture-image-size",
          "The imageSize (%d) must be a multiple of the patchSize (%d).".formatted(image, patch));
    }
    return Math.max(UNKNOWN, image / patch);
  }

  private static long sideOfPositions(
      TensorSource source, VitNames names, long positions, int prefix) {
    if (positions == ANY) {
      return UNKNOWN;
    }
    Optional<Long> side = root(positions - prefix).or(() -> root(positions));
    if (side.isEmpty()) {
      source.refuse(
          "tensor[" + names.positions() + "]",
          "architecture-image-size",
          ("The tensor (%s) has %d positions, which are no square of patches with %d tokens before"
                  + " them. Square images are supported only.")
              .formatted(names.positions(), positions, prefix));
    }
    return side.orElse(UNKNOWN);
  }

  private static Optional<Long> root(long square) {
    long root = Math.round(Math.sqrt(Math.max(0, square)));
    return root > 0 && root * root == square ? Optional.of(root) : Optional.empty();
  }
}
