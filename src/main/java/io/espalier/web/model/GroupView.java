package io.espalier.web.model;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.FreezeReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;

/**
 * Channels that can only be cut together, or not at all.
 *
 * @param id the same each time the model is analysed
 * @param level how much goes with a channel: filter, stage, head or head-dimension
 * @param layers names of the nodes that produce the channels
 * @param altersNormalization whether something is averaged over the channels, so that even a silent
 *     one cannot go without a change of the others
 * @param frozen why nothing may be cut; empty for a prunable group
 */
@Schema(name = "Group")
public record GroupView(
    @Schema(example = "layer1.0.conv1") String id,
    @Schema(
            allowableValues = {"filter", "stage", "head", "head-dimension"},
            example = "stage")
        String level,
    List<String> layers,
    @Schema(example = "64") int channels,
    boolean prunable,
    boolean altersNormalization,
    List<FreezeReason> frozen) {
  public GroupView {
    layers = List.copyOf(layers);
    frozen = List.copyOf(frozen);
  }

  public static GroupView of(ChannelGroup group) {
    return new GroupView(
        group.id(),
        group.level().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        group.layers(),
        group.channels(),
        group.prunable(),
        group.altersNormalization(),
        group.freezes());
  }

  /** All groups of one model. */
  @Schema(name = "Groups")
  public record All(List<GroupView> data) {
    public All {
      data = List.copyOf(data);
    }
  }
}
