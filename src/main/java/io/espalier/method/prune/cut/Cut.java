package io.espalier.method.prune.cut;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What goes from a network.
 *
 * @param channels numbers of the channels that go, by id of their group
 * @param blocks residual branches that go, by the name of the node that adds them to their shortcut
 */
public record Cut(Map<String, Set<Integer>> channels, Set<String> blocks) {
  /** A cut that leaves everything as it is. */
  public static final Cut NOTHING = new Cut(Map.of(), Set.of());

  public Cut {
    Map<String, Set<Integer>> some = new LinkedHashMap<>();
    channels.forEach(
        (group, gone) -> {
          if (!gone.isEmpty()) {
            some.put(group, Set.copyOf(gone));
          }
        });
    channels = Collections.unmodifiableMap(some);
    blocks = Collections.unmodifiableSet(new LinkedHashSet<>(blocks));
  }

  public static Cut ofChannels(Map<String, Set<Integer>> channels) {
    return new Cut(channels, Set.of());
  }

  public boolean isEmpty() {
    return channels.isEmpty() && blocks.isEmpty();
  }
}
