package io.espalier.dataset.read;

import java.nio.charset.StandardCharsets;

/** A small good data set of each format. */
final class SmallSets {
  private static final String SCALAR = "(4,)";

  private SmallSets() {}

  static byte[] folders() {
    return new ArchiveBytes()
        .entry("train/cat/a.png", TinyImages.grey(0, 255))
        .entry("train/dog/b.png", TinyImages.grey(51, 51))
        .entry("test/cat/c.png", TinyImages.grey(9, 8))
        .entry("test/dog/d.png", TinyImages.grey(7, 6))
        .finish();
  }

  static byte[] masks() {
    return new ArchiveBytes()
        .entry("train/images/a.png", TinyImages.grey(1, 2))
        .entry("train/masks/a.png", TinyImages.grey(0, 255))
        .entry("test/images/b.png", TinyImages.grey(3, 4))
        .entry("test/masks/b.png", TinyImages.grey(2, 1))
        .finish();
  }

  static byte[] idx() {
    byte[] images =
        ArrayBytes.idx(
            8, new int[] {2, 1, 3}, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) -1);
    byte[] labels = ArrayBytes.idx(8, new int[] {2}, (byte) 1, (byte) 0);
    return new ArchiveBytes()
        .stored("mnist/train-images-idx3-ubyte.gz", ArchiveBytes.gzip(images))
        .stored("mnist/train-labels-idx1-ubyte", labels)
        .entry("mnist/t10k-images-idx3-ubyte", images)
        .entry("mnist/t10k-labels-idx1-ubyte.gz", ArchiveBytes.gzip(labels))
        .finish();
  }

  static byte[] npz() {
    return new ArchiveBytes()
        .stored(
            "x.npy",
            ArrayBytes.npy("<f4", false, "(4, 2)", ArrayBytes.floats(1, 2, 3, 4, 5, 6, 7, 8)))
        .entry("y.npy", ArrayBytes.npy("<i8", false, SCALAR, ArrayBytes.longs(0, 1, 0, 1)))
        .finish();
  }

  static byte[] csv() {
    return "a,b,label\r\n1,2.5,cat\r\n-3,4e1,\"dog\"\r\n5,6,cat\n7,8,dog"
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] csvBesideImages() {
    return new ArchiveBytes()
        .entry("set/labels.csv", "file,split,label\npics/a.png,train,0\n./pics/b.png,test,1\n")
        .entry("set/pics/a.png", TinyImages.colour(1, 2, 3))
        .entry("set/pics/b.png", TinyImages.grey(4, 5))
        .entry("set/dataset.json", "{\"classes\":[\"no\",\"yes\"],\"preprocessing\":{\"crop\":1}}")
        .finish();
  }
}
