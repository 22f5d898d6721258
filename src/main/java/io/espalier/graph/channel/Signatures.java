package io.espalier.graph.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers components so that two have one number exactly when they have as many positions on each
 * axis and are both frozen or both not.
 */
final class Signatures {

  /** A signature so far, and how many positions follow on the next axis. */
  private record Step(int signature, int positions) {
    boolean is(int signature, int positions) {
      return this.signature == signature && this.positions == positions;
    }
  }

  private final Map<Step, Integer> steps = new HashMap<>();
  private final Membership membership;
  private final int[] signature;
  private final int[] onAxis;
  private int next = 2;
  private Step lastStep = new Step(-1, 0);
  private int afterLastStep;

  Signatures(List<Positions.Axis> axes, Membership membership, Components components, int count) {
    this.membership = membership;
    signature = new int[count];
    onAxis = new int[count];
    for (int position = 0; position < count; position++) {
      signature[position] = components.isFrozen(position) ? 1 : 0;
    }
    axes.forEach(this::refine);
  }

  /** The signature of a component. */
  int of(int component) {
    return signature[component];
  }

  private void refine(Positions.Axis axis) {
    int end = axis.first() + axis.extent();
    for (int position = axis.first(); position < end; position++) {
      onAxis[membership.of(position)]++;
    }
    for (int position = axis.first(); position < end; position++) {
      int component = membership.of(position);
      if (onAxis[component] > 0) {
        signature[component] = after(signature[component], onAxis[component]);
        onAxis[component] = 0;
      }
    }
    steps.clear();
    lastStep = new Step(-1, 0);
  }

  /** The signature that a step leads to; most steps are the same as the one before. */
  private int after(int signature, int positions) {
    if (!lastStep.is(signature, positions)) {
      lastStep = new Step(signature, positions);
      afterLastStep = steps.computeIfAbsent(lastStep, _ -> next++);
    }
    return afterLastStep;
  }
}
