package io.espalier.graph.block;

import java.util.List;

/**
 * A block {@code y = x + f(x)} whose shortcut is the identity, so that the network without f still
 * fits together.
 *
 * @param join name of the node that adds
 * @param input the value x
 * @param output the value y
 * @param nodes names of the nodes of f, in graph order; nothing else reads what they compute
 */
public record ResidualBlock(String join, String input, String output, List<String> nodes) {
  public ResidualBlock {
    nodes = List.copyOf(nodes);
  }
}
