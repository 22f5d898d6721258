package io.espalier.architecture.tangled.web;

import io.espalier.architecture.tangled.graph.DrawnNode;

/** Closes the circle with the node it shows. */
public record Page(String title) {

  public DrawnNode node() {
    return new DrawnNode();
  }
}
