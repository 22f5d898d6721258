package io.espalier.method.spec.prune;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What kind of structure a prune step may take out. */
public enum PruneLevel {
  /** Filters of a convolution that no residual addition ties to others. */
  FILTER,
  /** Channels of a residual stream: every layer that adds to it loses them. */
  STAGE,
  /** Units of a linear layer that no residual addition ties to others, such as those of an MLP. */
  MLP,
  /** Whole heads of an attention. */
  HEAD,
  /** The same dimensions of every head of an attention. */
  HEAD_DIMENSION,
  /** Whole residual branches whose shortcut is the identity. */
  BLOCK,
  /** Whole transformer blocks: an attention branch and the MLP branch behind it. */
  DEPTH;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Names of levels, in the order in which they are declared. */
  public static List<String> wireNames(Collection<PruneLevel> levels) {
    return levels.stream().sorted().map(PruneLevel::wireName).toList();
  }
}
