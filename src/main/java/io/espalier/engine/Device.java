package io.espalier.engine;

/**
 * Where a model runs.
 *
 * @param index 0 for the CPU
 */
public record Device(Kind kind, int index) {
  /** Kinds of devices, named as libtorch names them. */
  public enum Kind {
    CPU("cpu"),
    CUDA("cuda");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  public static final Device CPU = new Device(Kind.CPU, 0);

  public static Device cuda(int index) {
    return new Device(Kind.CUDA, index);
  }

  /** For example {@code cpu} or {@code cuda:0}. */
  @Override
  public String toString() {
    return kind == Kind.CPU ? kind.text : kind.text + ":" + index;
  }
}
