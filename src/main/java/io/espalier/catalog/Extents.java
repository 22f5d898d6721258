package io.espalier.catalog;

import io.espalier.graph.Dim;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Numbers for the extents a file leaves open, so that cost can be counted and inputs be drawn:
 * those the uploader declares, else 224 for height and width of images and 128 for every other
 * extent. The first axis of an input is the batch and stays open.
 */
final class Extents {
  private static final long NOMINAL_IMAGE = 224;
  private static final long NOMINAL_OTHER = 128;
  private static final int IMAGE_RANK = 4;

  private final Map<String, Long> extents = new TreeMap<>();
  private final Set<String> batch = new TreeSet<>();
  private final List<String> nominals = new ArrayList<>();
  private final List<String> assumed = new ArrayList<>();
  private final Problems problems = new Problems();

  private Extents() {}

  /**
   * Finds a number for every open extent.
   *
   * @throws EspalierException VALIDATION_FAILED when a declared shape does not fit
   */
  static Extents of(List<ValueInfo> inputs, DeclaredShapes declared) {
    Extents found = new Extents();
    Map<String, ValueInfo> byName = new LinkedHashMap<>();
    inputs.forEach(input -> byName.put(input.name(), input));
    declared.byInput().forEach((name, shape) -> found.declare(byName, name, shape));
    found.problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    inputs.forEach(found::keepBatch);
    inputs.forEach(found::assume);
    found.extents.keySet().removeAll(found.batch);
    return found;
  }

  /** By symbol. */
  Map<String, Long> bySymbol() {
    return extents;
  }

  /** A sentence for each extent that was not declared. */
  List<String> warnings() {
    return assumed;
  }

  /** The refusal of a model, with a word on the extents that were assumed if any were. */
  EspalierException explained(EspalierException refusal) {
    if (nominals.isEmpty()) {
      return refusal;
    }
    return new EspalierException(
        refusal.code(),
        ("%s The file leaves extents open, for which %s was assumed; if that does not suit it,"
                + " upload it with the parameter shape, such as x:1,3,48,192.")
            .formatted(refusal.getMessage(), String.join(", ", nominals)),
        refusal.problems());
  }

  private void declare(Map<String, ValueInfo> inputs, String name, List<Long> shape) {
    ValueInfo input = inputs.get(name);
    if (input == null) {
      refuse("The model has no input (%s). Inputs: %s.".formatted(name, inputs.values()));
    } else if (input.type().rank() != shape.size()) {
      refuse(
          "The shape %s of input (%s) must have %d extents."
              .formatted(shape, name, input.type().rank()));
    } else {
      for (int axis = 0; axis < shape.size(); axis++) {
        declare(input, axis, shape.get(axis));
      }
    }
  }

  private void declare(ValueInfo input, int axis, long extent) {
    Dim dim = input.type().dim(axis);
    boolean single = dim.factors().size() == 1 && dim.coefficient() == 1;
    if (single && extents.merge(dim.factors().getFirst(), extent, (a, b) -> a) == extent) {
      return;
    }
    if (!dim.is(extent)) {
      refuse(
          "The extent (%d) of axis %d of input (%s) does not fit the model, which has (%s)."
              .formatted(extent, axis, input.name(), dim));
    }
  }

  private void assume(ValueInfo input) {
    for (int axis = 1; axis < input.type().rank(); axis++) {
      boolean image = input.type().rank() == IMAGE_RANK && axis >= 2;
      for (String symbol : input.type().dim(axis).factors()) {
        assume(input, axis, symbol, image ? NOMINAL_IMAGE : NOMINAL_OTHER);
      }
    }
  }

  private void assume(ValueInfo input, int axis, String symbol, long nominal) {
    if (extents.putIfAbsent(symbol, nominal) != null) {
      return;
    }
    if (batch.contains(symbol)) {
      assumed.add(
          "The extent (%s) of axis %d of input (%s) is also its batch; work that grows with it is"
                  .formatted(symbol, axis, input.name())
              + " not counted. Export the model with another name for one of them.");
    } else {
      nominals.add("%s = %d".formatted(symbol, nominal));
      assumed.add(
          "The extent (%s) of axis %d of input (%s) is open; costs are counted for %d."
                  .formatted(symbol, axis, input.name(), nominal)
              + " Upload with the parameter shape to say another.");
    }
  }

  private void keepBatch(ValueInfo input) {
    if (input.type().rank() > 0) {
      batch.addAll(input.type().dim(0).factors());
    }
  }

  private void refuse(String message) {
    problems.add("query:shape", "shape-mismatch", message);
  }
}
