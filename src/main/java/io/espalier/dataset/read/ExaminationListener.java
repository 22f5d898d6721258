package io.espalier.dataset.read;

/** Hears how far an examination is, and may end it by an exception, which is passed on. */
@FunctionalInterface
public interface ExaminationListener {
  /** Listens to nothing. */
  ExaminationListener NONE = (samples, of) -> {};

  /**
   * Called by the examining thread, often.
   *
   * @param samples looked at so far
   * @param of all samples
   */
  void examined(long samples, long of);
}
