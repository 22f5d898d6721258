package io.espalier.engine.bench;

import io.espalier.engine.RunnableModel;
import io.espalier.engine.RuntimeInfo;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A model that computes a function of its only input and remembers what it was given. */
final class RecordedModel implements RunnableModel {
  private final UnaryOperator<Tensor> function;
  private final List<Tensor> given = new ArrayList<>();

  RecordedModel(UnaryOperator<Tensor> function) {
    this.function = function;
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs) {
    Tensor input = inputs.values().iterator().next();
    given.add(input);
    return List.of(function.apply(input));
  }

  List<Tensor> given() {
    return given;
  }

  @Override
  public RuntimeInfo runtime() {
    return new RuntimeInfo("recorded", "1", "paper", 4);
  }

  @Override
  public void close() {}
}
