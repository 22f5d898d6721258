package io.espalier.method.prune.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Survivors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a cut leaves of every constant of a network, so that it can be replayed and audited.
 *
 * @param tensors by name, those of the original that the cut network still reads
 * @param removedTensors names of those that nothing reads any more
 * @param removedBlocks names of the nodes that added the branches that went
 * @param rewritten integers that name extents and indices, as they are now; new constants among
 *     them
 */
public record KeptIndices(
    Map<String, TensorCut> tensors,
    List<String> removedTensors,
    List<String> removedBlocks,
    Map<String, List<Long>> rewritten) {
  /** What stands for every index of an axis. */
  public static final String ALL = "all";

  public KeptIndices {
    tensors = new LinkedHashMap<>(tensors);
    removedTensors = List.copyOf(removedTensors);
    removedBlocks = List.copyOf(removedBlocks);
    rewritten = new LinkedHashMap<>(rewritten);
  }

  /**
   * One constant.
   *
   * @param before extents
   * @param after extents
   * @param kept for each axis the indices that stay, ascending; empty where all do
   */
  public record TensorCut(List<Long> before, List<Long> after, List<Optional<List<Integer>>> kept) {
    public TensorCut {
      before = List.copyOf(before);
      after = List.copyOf(after);
      kept = List.copyOf(kept);
    }
  }

  /**
   * What a cut left.
   *
   * @param after the network that {@link Cutting#apply} made of it
   */
  public static KeptIndices of(ChannelStructure structure, Cut cut, Graph after) {
    Graph before = structure.typed().graph();
    Survivors survivors = structure.without(cut.channels());
    Map<String, TensorCut> tensors = new LinkedHashMap<>();
    List<String> removed = new ArrayList<>();
    Map<String, List<Long>> rewritten = new LinkedHashMap<>();
    before
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (!after.isConstant(name)) {
                removed.add(name);
              } else if (!isRewritten(tensor, after.initializers().get(name))) {
                tensors.put(name, tensorCut(name, tensor, survivors));
              }
            });
    after
        .initializers()
        .forEach(
            (name, tensor) -> {
              Tensor old = before.initializers().get(name);
              if (old == null || isRewritten(old, tensor)) {
                rewritten.put(name, Arrays.stream(tensor.toLongs()).boxed().toList());
              }
            });
    return new KeptIndices(tensors, removed, List.copyOf(cut.blocks()), rewritten);
  }

  /** The indices of one axis that stay; every one of the extent where nothing was cut. */
  public int[] of(String constant, int axis) {
    TensorCut tensor = tensors.get(constant);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "Nothing is left of the constant (%s).".formatted(constant));
    }
    return tensor
        .kept()
        .get(axis)
        .map(kept -> kept.stream().mapToInt(Integer::intValue).toArray())
        .orElseGet(() -> IntStream.range(0, Math.toIntExact(tensor.before().get(axis))).toArray());
  }

  /** The same as objects, lists, texts and numbers; {@value #ALL} stands for a whole axis. */
  public Map<String, Object> toDocument() {
    Map<String, Object> byName = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> byName.put(name, document(tensor)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("tensors", byName);
    document.put("removedTensors", removedTensors);
    document.put("removedBlocks", removedBlocks);
    document.put("rewritten", rewritten);
    return document;
  }

  private static Map<String, Object> document(TensorCut tensor) {
    List<Object> kept = new ArrayList<>();
    tensor.kept().forEach(axis -> kept.add(axis.<Object>map(list -> list).orElse(ALL)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("before", tensor.before());
    document.put("after", tensor.after());
    document.put("kept", kept);
    return document;
  }

  /** Integers are rewritten, weights are gathered from. */
  private static boolean isRewritten(Tensor before, Tensor after) {
    return !before.elementType().isFloating() && !before.equals(after);
  }

  private static TensorCut tensorCut(String name, Tensor tensor, Survivors survivors) {
    List<Long> before = Arrays.stream(tensor.shape()).boxed().toList();
    List<Long> after = new ArrayList<>(before);
    List<Optional<List<Integer>>> kept = new ArrayList<>();
    for (int axis = 0; axis < tensor.rank(); axis++) {
      if (survivors.keepsAll(name, axis)) {
        kept.add(Optional.empty());
      } else {
        List<Integer> left = Arrays.stream(survivors.positions(name, axis)).boxed().toList();
        after.set(axis, (long) left.size());
        kept.add(Optional.of(left));
      }
    }
    return new TensorCut(before, after, kept);
  }
}
