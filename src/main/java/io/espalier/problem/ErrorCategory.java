package io.espalier.problem;

/** Who has to act on an error. */
public enum ErrorCategory {
  /** The request or the uploaded file has to change. */
  USER,
  /** A limit or a shortage: the same request may succeed later or on a larger machine. */
  RESOURCE,
  /** A fault of the service. */
  INTERNAL
}
