package io.espalier.method;

import io.espalier.method.spec.prune.PruneLevel;
import java.util.List;
import java.util.Optional;

/**
 * The channels one group of layers gives up.
 *
 * @param group name of the group
 * @param removed channels that go, ascending
 * @param altersNormalization true when the group is normalised over its channels, so that what
 *     remains computes something else than the original with these channels silenced
 * @param level what kind of structure the channels are; empty in reports written before it was told
 */
public record GroupCut(
    String group,
    int widthBefore,
    int widthAfter,
    List<Integer> removed,
    boolean altersNormalization,
    Optional<PruneLevel> level) {
  public GroupCut {
    removed = List.copyOf(removed);
  }
}
