package io.espalier.method;

import java.util.List;

/**
 * The channels one group of layers gives up.
 *
 * @param group name of the group
 * @param removed channels that go, ascending
 * @param altersNormalization true when the group is normalised over its channels, so that what
 *     remains computes something else than the original with these channels silenced
 */
public record GroupCut(
    String group,
    int widthBefore,
    int widthAfter,
    List<Integer> removed,
    boolean altersNormalization) {
  public GroupCut {
    removed = List.copyOf(removed);
  }
}
