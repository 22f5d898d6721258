package io.espalier.method.prune.turn;

import io.espalier.method.LatencyInstruments;
import io.espalier.method.StepContext;
import io.espalier.method.StepDocument;
import io.espalier.method.TrainingContext;

/** A part of a step that reports its own progress from 0 to 1. */
public record StepPart(StepContext step, Progress part) implements StepContext {
  @Override
  public void progress(double fraction, String activity) {
    step.progress(part.at(fraction), activity);
  }

  @Override
  public void throwIfCancelled() {
    step.throwIfCancelled();
  }

  @Override
  public void keep(StepDocument document) {
    step.keep(document);
  }

  @Override
  public boolean hasData() {
    return step.hasData();
  }

  @Override
  public TrainingContext training() {
    return step.training();
  }

  @Override
  public LatencyInstruments latency() {
    return step.latency();
  }
}
