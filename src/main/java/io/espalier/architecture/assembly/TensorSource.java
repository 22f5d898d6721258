package io.espalier.architecture.assembly;

import static io.espalier.architecture.assembly.Extents.ANY;

import io.espalier.format.state.StateDict;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The tensors of a state dict, asked for one by one; faults are collected, so that an architecture
 * can ask for all of them before anything is refused.
 *
 * <p>Names are asked for without the {@code module.} that parallel training puts before all of
 * them.
 */
public final class TensorSource {
  private static final String PARALLEL = "module.";
  private static final int MOST_FAULTS = 100;
  private static final int MOST_BLOCKS = 1000;
  private static final int SHOWN_NAMES = 10;
  private static final Pattern BOOKKEEPING =
      Pattern.compile("(.*\\.)?(num_batches_tracked|position_ids|token_type_ids)");
  private static final Set<ElementType> READABLE =
      EnumSet.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.BFLOAT16);

  private final Map<String, Tensor> tensors;
  private final List<String> warnings;
  private final String prefix;
  private final Set<String> used = new HashSet<>();
  private final Set<ElementType> converted = new LinkedHashSet<>();
  private final List<TensorFault> faults = new ArrayList<>();
  private final Problems problems = new Problems();

  public TensorSource(StateDict state) {
    tensors = state.tensors();
    warnings = new ArrayList<>(state.warnings());
    boolean parallel =
        !tensors.isEmpty() && tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL));
    prefix = parallel ? PARALLEL : "";
  }

  /** True when a tensor of this name is there. */
  public boolean has(String name) {
    return tensors.containsKey(prefix + name);
  }

  /** The name in the state dict. */
  String fullName(String name) {
    return prefix + name;
  }

  Set<String> names() {
    return tensors.keySet();
  }

  /** The extent of an axis, or {@link Extents#ANY} when there is no such tensor or axis. */
  public long extent(String name, int axis) {
    Tensor tensor = tensors.get(prefix + name);
    return tensor != null && axis < tensor.rank() ? tensor.dim(axis) : ANY;
  }

  /** True when the weight or the bias of a layer is there, so that both must be. */
  public boolean has(LinearNames names) {
    return has(names.weight()) || has(names.bias());
  }

  /** How many runs a numbered name has: one more than the highest number, 0 for none. */
  public int count(String beforeNumber, String afterNumber) {
    long highest = numbers(beforeNumber, afterNumber).max().orElse(-1);
    return (int) Math.min(MOST_BLOCKS, highest + 1);
  }

  /** The numbers that stand in names between two texts; the rest of a name may be anything. */
  public LongStream numbers(String beforeNumber, String afterNumber) {
    Pattern numbered =
        Pattern.compile(
            Pattern.quote(prefix + beforeNumber)
                + "(\\d{1,9})"
                + Pattern.quote(afterNumber)
                + ".*");
    return tensors.keySet().stream()
        .map(numbered::matcher)
        .filter(Matcher::matches)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
        .distinct()
        .sorted();
  }

  /** A weight of a shape, or empty after its fault was noted. */
  Optional<Tensor> take(String name, long... expected) {
    Tensor tensor = tensors.get(prefix + name);
    if (tensor == null) {
      faults.add(new TensorFault(prefix + name, expected, Optional.empty()));
      return Optional.empty();
    }
    used.add(prefix + name);
    if (!Extents.agree(expected, tensor.shape())) {
      faults.add(new TensorFault(prefix + name, expected, Optional.of(tensor.type())));
      return Optional.empty();
    }
    return readable(prefix + name, tensor);
  }

  private Optional<Tensor> readable(String name, Tensor tensor) {
    if (!READABLE.contains(tensor.elementType())) {
      refuse(
          "tensor[" + name + "]",
          "architecture-element-type",
          "The tensor (%s) is of type %s; a weight must be of type float, double, float16 or bfloat16."
              .formatted(name, tensor.elementType().text()));
      return Optional.empty();
    }
    if (tensor.elements() == 0) {
      refuse(
          "tensor[" + name + "]",
          "architecture-empty-tensor",
          "The tensor (%s) is %s, which holds nothing.".formatted(name, tensor.type()));
      return Optional.empty();
    }
    if (tensor.elementType() != ElementType.FLOAT) {
      converted.add(tensor.elementType());
    }
    return Optional.of(tensor);
  }

  /**
   * The number of blocks that a description states or that the tensors tell.
   *
   * @param found how many the tensors tell; more than stated is a fault
   */
  public int depth(String blocks, Optional<Integer> stated, int found) {
    if (stated.isPresent() && found > stated.get()) {
      refuse(
          "tensors",
          "architecture-depth",
          "The tensors (%s*) are of %d blocks; the architecture has %d."
              .formatted(blocks, found, stated.get()));
    }
    return stated.orElse(found);
  }

  /**
   * The width of a network of tokens, which a tensor tells; notes when the description states
   * another, or when the heads do not divide it.
   *
   * @param axis of the tensor whose extent is the width
   * @return open when there is a fault, which would be repeated by every other tensor
   */
  public long width(String tensor, int axis, Optional<Integer> stated, int heads) {
    long found = extent(tensor, axis);
    if (found == ANY) {
      return ANY;
    }
    if (stated.isPresent() && stated.get() != found) {
      refuse(
          "tensor[" + fullName(tensor) + "]",
          "architecture-width",
          "The width of the tensor (%s) is %d; the architecture has %d."
              .formatted(fullName(tensor), found, stated.get()));
      return ANY;
    }
    if (found == 0 || found % heads != 0) {
      refuse(
          "tensor[" + fullName(tensor) + "]",
          "architecture-heads",
          "The width (%d) of the network must be a multiple of its heads (%d)."
              .formatted(found, heads));
      return ANY;
    }
    return found;
  }

  /** Notes that tensors disagree with the description or with each other. */
  public void refuse(String place, String code, String message) {
    if (problems.size() < MOST_FAULTS) {
      problems.add("model:" + place, code, message);
    }
  }

  /** Notes what is unusual and no fault. */
  public void warn(String sentence) {
    warnings.add(sentence);
  }

  /** Notes that none of several tensors is there, of which one tells who named them. */
  public void refuseNaming(String type, List<String> markers) {
    String nearest = new NearestTensors(tensors, used).named(markers.getFirst());
    refuse(
        "tensors",
        "architecture-naming",
        "None of the tensors %s is there, by which the names of the architecture (%s) are known.%s"
            .formatted(String.join(", ", markers), type, nearest));
  }

  /**
   * Ends the asking.
   *
   * @return sentences about what was left out or converted
   * @throws io.espalier.problem.EspalierException ({@link ErrorCode#MODEL_INVALID}) with every
   *     fault noted
   */
  List<String> finish() {
    NearestTensors nearest = new NearestTensors(tensors, used);
    Problems all = new Problems();
    all.addAll(problems.toList());
    faults.stream()
        .distinct()
        .limit(MOST_FAULTS)
        .forEach(fault -> fault.report(all, nearest, all.size()));
    all.throwIfPresent(ErrorCode.MODEL_INVALID);
    warnOfConversion();
    warnOfUnused();
    return List.copyOf(warnings);
  }

  private void warnOfConversion() {
    if (!converted.isEmpty()) {
      String types = converted.stream().map(ElementType::text).collect(Collectors.joining(", "));
      warnings.add("Weights of type %s were converted to float.".formatted(types));
    }
  }

  private void warnOfUnused() {
    List<String> unused =
        tensors.keySet().stream()
            .filter(name -> !used.contains(name) && !BOOKKEEPING.matcher(name).matches())
            .toList();
    if (!unused.isEmpty()) {
      String shown =
          unused.stream()
              .limit(SHOWN_NAMES)
              .map(NearestTensors::quote)
              .collect(Collectors.joining(", "));
      warnings.add(
          "Tensors that are no part of the architecture were left out (%d): %s%s."
              .formatted(unused.size(), shown, unused.size() > SHOWN_NAMES ? ", …" : ""));
    }
  }
}
