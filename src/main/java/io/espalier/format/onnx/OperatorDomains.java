package io.espalier.format.onnx;

/** Names of operator domains. */
final class OperatorDomains {
  private OperatorDomains() {}

  /** The name the graph uses: the default domain is the empty string. */
  static String canonical(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }
}
