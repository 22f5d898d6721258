package io.espalier.dataset.read;

/** Hears how far an examination is, and may end it by an exception, which is passed on. */
@FunctionalInterface
public interface ExaminationListener {
  /** Listens to nothing. */
  ExaminationListener NONE = (samples, of) -> {};

  /**
   * Called by the examining thread, at least twice a second while samples are read.
   *
   * @param samples looked at so far
   * @param of all samples
   */
  void examined(long samples, long of);
}
