package io.espalier.graph.channel;

import io.espalier.graph.Graph;
import io.espalier.graph.shape.ShapeInference;
import java.util.stream.Collectors;

/** Groups as short lines, for tests: id, channels, slots, and the first reason of a frozen one. */
public final class GroupText {
  private GroupText() {}

  public static ChannelStructure analyze(Graph graph) {
    return new ChannelAnalysis().analyze(ShapeInference.infer(graph));
  }

  public static String of(ChannelStructure structure) {
    return structure.groups().stream()
        .map(GroupText::of)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** For example {@code conv0: 8 [conv0.weight/0 OUT, conv1.weight/1 IN]}. */
  public static String of(ChannelGroup group) {
    String slots =
        group.slots().stream().map(GroupText::of).collect(Collectors.joining(", ", "[", "]"));
    String altered = group.altersNormalization() ? " alters" : "";
    String frozen = group.prunable() ? "" : " frozen: " + group.freezes().getFirst().reason();
    return group.id() + ": " + group.channels() + " " + slots + altered + frozen;
  }

  private static String of(Slot slot) {
    int each = slot.positions().total() / slot.positions().channels();
    return slot.tensor() + "/" + slot.axis() + " " + slot.role() + (each > 1 ? " x" + each : "");
  }
}
