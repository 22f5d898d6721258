package io.espalier.graph.channel;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the extents of a graph follow from the widths of its groups.
 *
 * <p>Every channel of a group has as many positions on an axis as any other, so an extent is a sum
 * of products: so many positions for each channel that stays, or for each dimension of each head.
 */
public final class AxisExtents {
  private final TypedGraph typed;
  private final Map<String, List<Axis>> axes;

  /** Positions that stay whatever the widths are, and those of channels. */
  private record Axis(int axis, int fixed, List<Share> shares) {
    long extent(List<Integer> widths) {
      return fixed + shares.stream().mapToLong(share -> share.extent(widths)).sum();
    }
  }

  /** Positions of each channel of a group, or of each pair of channels of two. */
  private record Share(int unit, List<Integer> groups) {
    long extent(List<Integer> widths) {
      return groups.stream().mapToLong(widths::get).reduce(unit, (a, b) -> a * b);
    }
  }

  private AxisExtents(TypedGraph typed, Map<String, List<Axis>> axes) {
    this.typed = typed;
    this.axes = axes;
  }

  /**
   * The extents by the widths of some groups, all others staying whole; empty where channels of one
   * group differ in how many positions they have.
   */
  static Optional<AxisExtents> of(
      ChannelStructure structure, Positions positions, List<ChannelGroup> groups) {
    Owners owners = new Owners(structure, positions, groups);
    Map<String, List<Axis>> axes = new HashMap<>();
    for (Positions.Axis axis : positions.axes()) {
      Optional<Axis> found = owners.of(axis);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (!found.get().shares().isEmpty()) {
        axes.computeIfAbsent(axis.value(), _ -> new ArrayList<>()).add(found.get());
      }
    }
    return Optional.of(new AxisExtents(structure.typed(), axes));
  }

  /** Which of the groups the type of a value follows from, ascending. */
  public Set<Integer> groups(String value) {
    Set<Integer> groups = new TreeSet<>();
    for (Axis axis : axes.getOrDefault(value, List.of())) {
      axis.shares().forEach(share -> groups.addAll(share.groups()));
    }
    return groups;
  }

  /**
   * The type of a value; empty when it is unknown.
   *
   * @param widths one for each group
   */
  public Optional<TensorType> type(String value, List<Integer> widths) {
    Optional<TensorType> whole = typed.type(value);
    List<Axis> cut = axes.getOrDefault(value, List.of());
    return cut.isEmpty() ? whole : whole.map(type -> shortened(type, cut, widths));
  }

  private static TensorType shortened(TensorType type, List<Axis> cut, List<Integer> widths) {
    List<Dim> shape = new ArrayList<>(type.shape());
    for (Axis axis : cut) {
      Dim whole = type.dim(axis.axis());
      Dim open = whole.dividedBy(Dim.of(whole.coefficient())).orElseThrow();
      shape.set(axis.axis(), open.times(Dim.of(axis.extent(widths))));
    }
    return type.withShape(shape);
  }

  /** Which channels each position belongs to. */
  private static final class Owners {
    private static final int NOBODY = -1;

    private final List<ChannelGroup> groups;
    private final int[][] group = new int[2][];
    private final int[][] channel = new int[2][];

    Owners(ChannelStructure structure, Positions positions, List<ChannelGroup> groups) {
      this.groups = groups;
      for (int kind = 0; kind < group.length; kind++) {
        group[kind] = new int[positions.count()];
        channel[kind] = new int[positions.count()];
        Arrays.fill(group[kind], NOBODY);
      }
      Set<ChannelGroup> heads = Set.copyOf(structure.headGroups());
      for (int g = 0; g < groups.size(); g++) {
        int kind = heads.contains(groups.get(g)) ? 1 : 0;
        for (int c = 0; c < groups.get(g).channels(); c++) {
          own(kind, g, c, structure.positionsOf(groups.get(g), c).toArray());
        }
      }
    }

    private void own(int kind, int g, int c, int[] positions) {
      for (int position : positions) {
        group[kind][position] = g;
        channel[kind][position] = c;
      }
    }

    Optional<Axis> of(Positions.Axis axis) {
      int fixed = 0;
      Map<List<Integer>, int[]> cells = new HashMap<>();
      int[] last = {};
      List<Integer> lastOwners = List.of();
      for (int p = axis.first(); p < axis.first() + axis.extent(); p++) {
        List<Integer> owners = owners(p);
        if (owners.isEmpty()) {
          fixed++;
        } else {
          if (!owners.equals(lastOwners)) {
            last = cells.computeIfAbsent(owners, found -> new int[size(found)]);
            lastOwners = owners;
          }
          last[cell(p)]++;
        }
      }
      List<Share> shares = new ArrayList<>();
      for (Map.Entry<List<Integer>, int[]> entry : cells.entrySet()) {
        int unit = entry.getValue()[0];
        if (Arrays.stream(entry.getValue()).anyMatch(count -> count != unit)) {
          return Optional.empty();
        }
        shares.add(new Share(unit, entry.getKey()));
      }
      return Optional.of(new Axis(axis.axis(), fixed, shares));
    }

    private List<Integer> owners(int position) {
      int dimension = group[0][position];
      int head = group[1][position];
      if (dimension == NOBODY) {
        return head == NOBODY ? List.of() : List.of(head);
      }
      return head == NOBODY ? List.of(dimension) : List.of(dimension, head);
    }

    private int size(List<Integer> owners) {
      return owners.stream().mapToInt(g -> groups.get(g).channels()).reduce(1, (a, b) -> a * b);
    }

    private int cell(int position) {
      int dimension = group[0][position];
      int head = group[1][position];
      int first = dimension == NOBODY ? 0 : channel[0][position];
      int second = head == NOBODY ? 0 : channel[1][position];
      int heads = head == NOBODY ? 1 : groups.get(head).channels();
      return first * heads + second;
    }
  }
}
