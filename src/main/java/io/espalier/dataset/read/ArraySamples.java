package io.espalier.dataset.read;

import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;

/** Inputs and targets of two arrays. */
record ArraySamples(ArrayInputs inputs, ArrayTargets targets) implements Samples {
  @Override
  public int size() {
    return inputs.array().samples();
  }

  @Override
  public Sample read(int index) {
    return new Sample(inputs.read(index), targets.read(index));
  }

  @Override
  public Target target(int index) {
    return targets.read(index);
  }
}
