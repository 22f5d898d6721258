package io.espalier.graph.channel;

import io.espalier.graph.Node;
import io.espalier.graph.channel.Ledger.SlotKey;
import io.espalier.graph.channel.Ledger.SlotUse;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Makes groups of the components that the rules have joined. */
final class GroupBuilder {
  private final Ledger ledger;
  private final TypedGraph typed;
  private final Membership membership;
  private final Signatures signatures;
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
    Map<Integer, List<Integer>> positionsBySignature = new LinkedHashMap<>();
    for (int i = 0; i < axis.extent(); i++) {
      int signature = signatures.of(membership.of(axis.first() + i));
      if (opensGroups || drafts.containsKey(signature)) {
        positionsBySignature.computeIfAbsent(signature, _ -> new ArrayList<>()).add(i);
      }
    }
    positionsBySignature.forEach(
        (signature, positions) -> {
          GroupDraft draft = drafts.computeIfAbsent(signature, _ -> new GroupDraft());
          ChannelPositions byChannel = byChannel(draft, axis, positions);
          draft.addSlot(new Slot(use.layer(), axis.value(), axis.axis(), use.role(), byChannel));
        });
  }

  private ChannelPositions byChannel(
      GroupDraft draft, Positions.Axis axis, List<Integer> positions) {
    int[] channel =
        positions.stream().mapToInt(i -> draft.channel(membership.of(axis.first() + i))).toArray();
    int[] starts = new int[draft.channels() + 1];
    for (int c : channel) {
      starts[c + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] sorted = new int[channel.length];
    for (int i = 0; i < channel.length; i++) {
      sorted[next[channel[i]]++] = positions.get(i);
    }
    return new ChannelPositions(starts, sorted);
  }

  private void addReason(Freeze freeze) {
    int last = -1;
    for (int i = freeze.first(); i < freeze.first() + freeze.count(); i++) {
      int signature = signatures.of(membership.of(i));
      if (signature != last && drafts.containsKey(signature)) {
        drafts.get(signature).addReason(freeze.reason());
      }
      last = signature;
    }
  }

  private void mark(int position, Consumer<GroupDraft> mark) {
    int signature = signatures.of(membership.of(position));
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
