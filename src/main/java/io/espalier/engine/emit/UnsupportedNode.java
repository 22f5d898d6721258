package io.espalier.engine.emit;

/** Ends the emission of one node; its message becomes a problem of the graph. */
final class UnsupportedNode extends RuntimeException {
  UnsupportedNode(String reason) {
    super(reason, null, false, false);
  }
}
