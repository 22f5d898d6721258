package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fourier transforms and the windows and filters around them. */
final class Signals {
  private static final int PARTS = 2;

  private Signals() {}

  static void addTo(OperatorTable table) {
    table
        .add("DFT", "1..3", "axis:int inverse:int onesided:int", Signals::transform)
        .add("STFT", "2..4", "onesided:int", Signals::shortTimeTransform)
        .addAll(
            "BlackmanWindow HammingWindow HannWindow",
            "1",
            "output_datatype:int periodic:int",
            Signals::window)
        .add("MelWeightMatrix", "5", "output_datatype:int", Signals::melWeights);
  }

  /** The last axis holds one part of a real signal, or two of a complex one. */
  private static TensorType transform(RuleContext context) {
    TensorType signal = context.type(0);
    RuleContext.require(signal.rank() >= 2, "the signal (%s) must have two axes", signal);
    int axis = transformedAxis(context, signal.rank());
    RuleContext.require(
        axis < signal.rank() - 1, "the axis (%d) must not be that of real and imaginary", axis);
    Dim length =
        context.has(1)
            ? context.extent(1).orElseGet(() -> context.unknown(axis))
            : signal.dim(axis);
    List<Dim> shape = new ArrayList<>(signal.shape());
    shape.set(axis, isOneSided(context, 0) ? half(context, length, axis) : length);
    shape.set(signal.rank() - 1, Dim.of(PARTS));
    return signal.withShape(shape);
  }

  /** An attribute up to version 17, an input from version 20; the defaults differ. */
  private static int transformedAxis(RuleContext context, int rank) {
    if (context.has(2)) {
      List<Long> axis = context.numbers(2);
      RuleContext.require(axis.size() == 1, "the axis (%s) must be one number", axis);
      return RuleContext.axis(axis.getFirst(), rank);
    }
    if (!context.node().attributes().containsKey("axis") && rank != 3) {
      throw RuleFailure.unresolved("its axis is not stated");
    }
    return RuleContext.axis(context.node().intAttribute("axis", 1), rank);
  }

  private static boolean isOneSided(RuleContext context, long otherwise) {
    return context.node().intAttribute("onesided", otherwise) != 0;
  }

  private static Dim half(RuleContext context, Dim length, int axis) {
    return length.isKnown()
        ? Dim.of(length.size() / 2 + 1)
        : context.derived("%s/2+1".formatted(length), axis);
  }

  /** Signal [B, samples, parts] to [B, frames, bins, 2]. */
  private static TensorType shortTimeTransform(RuleContext context) {
    TensorType signal = context.type(0);
    RuleContext.require(signal.rank() == 3, "the signal (%s) must have three axes", signal);
    Dim length = frameLength(context);
    Dim frames =
        frames(signal.dim(1), context.extent(1), length).orElseGet(() -> context.unknown(1));
    Dim bins = isOneSided(context, 1) ? half(context, length, 2) : length;
    return signal.withShape(List.of(signal.dim(0), frames, bins, Dim.of(PARTS)));
  }

  private static Dim frameLength(RuleContext context) {
    if (context.has(3)) {
      return context.extent(3).orElseGet(() -> context.unknown(2));
    }
    return context
        .optionalType(2)
        .filter(window -> window.rank() == 1)
        .map(window -> window.dim(0))
        .orElseThrow(() -> RuleFailure.contradiction("it needs a window or a frame length"));
  }

  private static Optional<Dim> frames(Dim samples, Optional<Dim> step, Dim length) {
    if (!samples.isKnown() || !length.isKnown() || !step.filter(Dim::isKnown).isPresent()) {
      return Optional.empty();
    }
    long travel = samples.size() - length.size();
    RuleContext.require(
        travel >= 0 && step.get().size() > 0,
        "the frame (%s) must fit the signal (%s) and its step (%s) be positive",
        length,
        samples,
        step.get());
    return Optional.of(Dim.of(travel / step.get().size() + 1));
  }

  private static TensorType window(RuleContext context) {
    Dim size = context.extent(0).orElseGet(() -> context.unknown(0));
    return new TensorType(outputType(context), List.of(size));
  }

  private static TensorType melWeights(RuleContext context) {
    Dim length = context.extent(1).orElseGet(() -> context.unknown(0));
    Dim bins = context.extent(0).orElseGet(() -> context.unknown(1));
    return new TensorType(outputType(context), List.of(half(context, length, 0), bins));
  }

  private static ElementType outputType(RuleContext context) {
    return context.node().attributes().containsKey("output_datatype")
        ? Elementwise.elementType(context, "output_datatype")
        : ElementType.FLOAT;
  }
}
