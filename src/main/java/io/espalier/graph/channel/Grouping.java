package io.espalier.graph.channel;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Groups, and the components their channels are. */
record Grouping(List<ChannelGroup> groups, Membership membership) {

  /** Only the groups of heads that another grouping does not have. */
  Grouping headsBeside(Grouping other) {
    Set<List<Slot>> known =
        other.groups.stream().map(ChannelGroup::slots).collect(Collectors.toSet());
    List<ChannelGroup> heads =
        groups.stream()
            .filter(group -> group.level() == Level.HEAD && !known.contains(group.slots()))
            .toList();
    return new Grouping(heads, membership);
  }
}
