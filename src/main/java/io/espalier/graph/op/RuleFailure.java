package io.espalier.graph.op;

/** Ends a rule that cannot give a type; the inference turns it into a reason or a problem. */
public final class RuleFailure extends RuntimeException {
  /** What the failure means for the graph. */
  public enum Kind {
    /** The type cannot be told in advance; the graph may be sound. */
    UNRESOLVED,
    /** The node contradicts its inputs or attributes; the graph is not valid. */
    CONTRADICTION
  }

  private final Kind kind;

  private RuleFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public static RuleFailure unresolved(String reason) {
    return new RuleFailure(Kind.UNRESOLVED, reason);
  }

  public static RuleFailure contradiction(String message) {
    return new RuleFailure(Kind.CONTRADICTION, message);
  }

  public Kind kind() {
    return kind;
  }
}
