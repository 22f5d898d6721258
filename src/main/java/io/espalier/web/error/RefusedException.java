package io.espalier.web.error;

/** A refusal that only HTTP knows, for example because it needs headers of its own. */
public final class RefusedException extends RuntimeException {
  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.detail());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
