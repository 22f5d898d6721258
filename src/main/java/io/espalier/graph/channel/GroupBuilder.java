package io.espalier.graph.channel;

import io.espalier.graph.Node;
import io.espalier.graph.channel.Ledger.SlotKey;
import io.espalier.graph.channel.Ledger.SlotUse;
import io.espalier.graph.shape.TypedGraph;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Makes groups of the components that the rules have joined. */
final class GroupBuilder {
  private static final int NO_CHANNEL = -1;

  private final Ledger ledger;
  private final TypedGraph typed;
  private final Membership membership;
  private final Signatures signatures;
  private final int[] channelOfComponent;
  private final Map<Integer, GroupDraft> drafts = new LinkedHashMap<>();
  private final Map<String, Integer> nodeOrder = new HashMap<>();
  private final Set<String> ids;

  /**
   * @param ids that are taken; those of the new groups are added
   */
  GroupBuilder(Ledger ledger, TypedGraph typed, Set<String> ids) {
    this.ids = ids;
    this.ledger = ledger;
    this.typed = typed;
    Positions positions = ledger.positions;
    membership = new Membership(ledger.components, positions.count());
    signatures = new Signatures(positions.axes(), membership, ledger.components, positions.count());
    channelOfComponent = new int[positions.count()];
    Arrays.fill(channelOfComponent, NO_CHANNEL);
    List<Node> nodes = typed.graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      nodeOrder.put(nodes.get(i).name(), i);
    }
  }

  Grouping build() {
    for (SlotRole role : SlotRole.values()) {
      ledger.slots.forEach((key, use) -> addSlot(role, key, use));
    }
    ledger.freezes.forEach(this::addReason);
    ledger.statistics.stream().forEach(position -> mark(position, GroupDraft::alterNormalization));
    ledger.sums.stream().forEach(position -> mark(position, GroupDraft::addUp));
    ledger.heads.stream().forEach(position -> mark(position, GroupDraft::countHeads));
    ledger.headDimensions.stream()
        .forEach(position -> mark(position, GroupDraft::countHeadDimensions));
    List<ChannelGroup> groups =
        drafts.values().stream()
            .sorted(Comparator.comparing(draft -> nodeOrder.get(draft.layers().getFirst())))
            .map(this::group)
            .toList();
    return new Grouping(groups, membership);
  }

  private void addSlot(SlotRole role, SlotKey key, SlotUse use) {
    if (use.role() == role) {
      ledger.positions.axis(key.tensor(), key.axis()).ifPresent(axis -> addSlot(use, axis));
    }
  }

  /** Gives each group that stands on the axis a slot there. */
  private void addSlot(SlotUse use, Positions.Axis axis) {
    boolean opensGroups = use.role() == SlotRole.OUT || use.role() == SlotRole.IN;
    positionsBySignature(axis)
        .forEach(
            (signature, positions) -> {
              if (opensGroups || drafts.containsKey(signature)) {
                GroupDraft draft = drafts.computeIfAbsent(signature, _ -> new GroupDraft());
                ChannelPositions byChannel = byChannel(draft, axis, positions.build().toArray());
                draft.addSlot(
                    new Slot(use.layer(), axis.value(), axis.axis(), use.role(), byChannel));
              }
            });
  }

  /** Neighbours mostly have one signature, so runs of positions are added, not single ones. */
  private Map<Integer, IntStream.Builder> positionsBySignature(Positions.Axis axis) {
    Map<Integer, IntStream.Builder> found = new LinkedHashMap<>();
    int end;
    for (int start = 0; start < axis.extent(); start = end) {
      int signature = signature(axis.first() + start);
      end = start + 1;
      while (end < axis.extent() && signature(axis.first() + end) == signature) {
        end++;
      }
      IntStream.range(start, end)
          .forEach(found.computeIfAbsent(signature, _ -> IntStream.builder()));
    }
    return found;
  }

  private int signature(int position) {
    return signatures.of(membership.of(position));
  }

  private ChannelPositions byChannel(GroupDraft draft, Positions.Axis axis, int[] positions) {
    int[] channel = new int[positions.length];
    Arrays.setAll(channel, i -> channel(draft, membership.of(axis.first() + positions[i])));
    Rows rows = new Rows(channel, draft.channels());
    int[] sorted = rows.members();
    Arrays.setAll(sorted, i -> positions[sorted[i]]);
    return new ChannelPositions(rows.starts(), sorted);
  }

  /** The channel of a component; a new one gets the next number of its group. */
  private int channel(GroupDraft draft, int component) {
    if (channelOfComponent[component] == NO_CHANNEL) {
      channelOfComponent[component] = draft.addChannel();
    }
    return channelOfComponent[component];
  }

  private void addReason(Freeze freeze) {
    int last = -1;
    for (int i = freeze.first(); i < freeze.first() + freeze.count(); i++) {
      int signature = signature(i);
      if (signature != last && drafts.containsKey(signature)) {
        drafts.get(signature).addReason(freeze.reason());
      }
      last = signature;
    }
  }

  private void mark(int position, Consumer<GroupDraft> mark) {
    int signature = signature(position);
    if (drafts.containsKey(signature)) {
      mark.accept(drafts.get(signature));
    }
  }

  private ChannelGroup group(GroupDraft draft) {
    String layer = draft.layers().getFirst();
    String operator = typed.graph().nodes().get(nodeOrder.get(layer)).qualifiedOperator();
    return draft.build(freshId(layer + suffix(draft)), operator);
  }

  private static String suffix(GroupDraft draft) {
    if (!draft.produced()) {
      return ".input";
    }
    return draft.level() == Level.HEAD ? ".heads" : "";
  }

  private String freshId(String layer) {
    String id = layer;
    for (int i = 2; !ids.add(id); i++) {
      id = layer + "#" + i;
    }
    return id;
  }
}
