package io.espalier.format.safetensors;

import io.espalier.format.ModelFault;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how the header describes one tensor. */
final class EntryParser {
  /** Above this a number is not the same in every JSON reader. */
  private static final long EXACT_INTEGERS = 1L << 53;

  private static final int LONG_DIGITS = 19;

  private final String name;
  private final SafetensorsLimits limits;
  private final List<Long> shape = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private Optional<Dtype> dtype = Optional.empty();
  private boolean hasShape;

  EntryParser(String name, SafetensorsLimits limits) {
    this.name = name;
    this.limits = limits;
  }

  HeaderEntry parse(JsonText json) {
    if (!json.isObject()) {
      throw incomplete();
    }
    json.members(member -> readMember(json, member));
    if (dtype.isEmpty() || !hasShape || offsets.isEmpty()) {
      throw incomplete();
    }
    return checked(dtype.get());
  }

  private void readMember(JsonText json, String member) {
    switch (member) {
      case "dtype" -> dtype = Optional.of(dtype(json));
      case "shape" -> readShape(json);
      case "data_offsets" -> readOffsets(json);
      default -> json.skip();
    }
  }

  private Dtype dtype(JsonText json) {
    return json.text()
        .flatMap(Dtype::ofName)
        .orElseThrow(
            () ->
                fault(
                    "st-unknown-dtype",
                    "has the dtype %s; dtypes are written as F32, F16, BF16, I64."
                        .formatted(json.shown())));
  }

  private void readShape(JsonText json) {
    hasShape = true;
    if (!json.isArray()) {
      throw fault("st-bad-shape", "must have a list of extents as its shape.");
    }
    json.elements(
        () -> {
          if (shape.size() == limits.rank()) {
            throw fault(
                "st-bad-shape", "has more than %d axes, the limit.".formatted(limits.rank()));
          }
          shape.add(extent(json));
        });
  }

  private long extent(JsonText json) {
    String digits =
        json.integer()
            .filter(text -> !text.startsWith("-"))
            .orElseThrow(
                () ->
                    fault(
                        "st-bad-shape",
                        "has the extent %s; extents are whole numbers from 0."
                            .formatted(json.shown())));
    return toLong(digits).orElseThrow(this::overflow);
  }

  private void readOffsets(JsonText json) {
    if (!json.isArray()) {
      throw badOffset();
    }
    json.elements(() -> offsets.add(offset(json)));
    if (offsets.size() != 2 || offsets.getFirst() > offsets.getLast()) {
      throw badOffset();
    }
  }

  private long offset(JsonText json) {
    return json.integer()
        .filter(text -> !text.startsWith("-"))
        .flatMap(EntryParser::toLong)
        .filter(value -> value <= EXACT_INTEGERS && offsets.size() < 2)
        .orElseThrow(this::badOffset);
  }

  private static Optional<Long> toLong(String digits) {
    try {
      return digits.length() > LONG_DIGITS ? Optional.empty() : Optional.of(Long.parseLong(digits));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private HeaderEntry checked(Dtype type) {
    long[] extents = shape.stream().mapToLong(Long::longValue).toArray();
    long bits = bits(extents, type.elementType().bits());
    if (bits % Byte.SIZE != 0) {
      throw fault("st-misaligned", "takes %d bits, which are no whole bytes.".formatted(bits));
    }
    long bytes = offsets.getLast() - offsets.getFirst();
    if (bits / Byte.SIZE != bytes) {
      throw fault(
          "st-size-mismatch",
          "of type %s%s takes %d bytes; its offsets hold %d."
              .formatted(type, shape, bits / Byte.SIZE, bytes));
    }
    return new HeaderEntry(name, type, extents, offsets.getFirst(), offsets.getLast());
  }

  private long bits(long[] extents, int elementBits) {
    long product = elementBits;
    if (shape.contains(0L)) {
      return 0;
    }
    try {
      for (long extent : extents) {
        product = Math.multiplyExact(product, extent);
      }
      return product;
    } catch (ArithmeticException _) {
      throw overflow();
    }
  }

  private EspalierException overflow() {
    return fault("st-size-overflow", "has a shape with more elements than can be counted.");
  }

  private EspalierException badOffset() {
    return fault(
        "st-bad-offset",
        "must have two data_offsets, whole numbers from 0 to 2^53, the second not below the"
            + " first.");
  }

  private EspalierException incomplete() {
    return fault("st-bad-entry", "must be an object with dtype, shape and data_offsets.");
  }

  private EspalierException fault(String code, String what) {
    return ModelFault.at(
        "tensor[%s]".formatted(name), code, "The tensor (%s) %s".formatted(name, what));
  }
}
