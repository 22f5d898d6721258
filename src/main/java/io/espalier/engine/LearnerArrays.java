package io.espalier.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.espalier.engine.emit.LearningProgram;
import io.espalier.engine.emit.Weight;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The native arrays that a learner changes, and the arguments made of them. */
final class LearnerArrays implements AutoCloseable {
  private static final float FIRST_SCALE = 65536;

  private final LearningProgram program;
  private final TorchList weights;
  private final TorchList gradients;
  private final TorchList constants;
  private final TorchList statistics;
  private final TorchList moments;
  private final TorchList squares;
  private final TorchList averages;
  private final TorchList averagedStatistics;
  private final TorchList averagedConstants;
  private final TorchList shared;
  private final List<TorchList> groups;
  private final TorchScalar steps;
  private final TorchScalar scale;
  private final TorchScalar growth;

  LearnerArrays(NDManager manager, LearningProgram program, LearnerSettings settings) {
    this.program = program;
    this.weights = TorchList.wideCopies(manager, Weight.tensors(program.trainable()));
    this.gradients = weights.zeros();
    this.constants = TorchList.copies(manager, Weight.tensors(program.constants()));
    this.statistics = TorchList.of(program.statistics().stream().map(constants::get).toList());
    this.moments = hasMoments(settings.optimizer()) ? weights.zeros() : TorchList.none();
    this.squares = hasSquares(settings.optimizer()) ? weights.zeros() : TorchList.none();
    boolean averaged = settings.averaging().isPresent();
    this.averages = averaged ? weights.duplicates() : TorchList.none();
    this.averagedStatistics = averaged ? statistics.duplicates() : TorchList.none();
    this.averagedConstants = TorchList.of(averagedConstants());
    this.shared =
        TorchList.of(Stream.of(weights, statistics).flatMap(it -> it.arrays().stream()).toList());
    this.groups = groups(settings);
    this.steps = TorchScalar.of(manager.zeros(new Shape(), DataType.FLOAT32));
    this.scale = TorchScalar.of(manager.full(new Shape(1), FIRST_SCALE, DataType.FLOAT32));
    this.growth = TorchScalar.of(manager.zeros(new Shape(1), DataType.INT32));
  }

  private static boolean hasMoments(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd -> sgd.momentum() != 0;
      case Optimizer.AdamW _ -> true;
    };
  }

  private static boolean hasSquares(Optimizer optimizer) {
    return optimizer instanceof Optimizer.AdamW;
  }

  private List<PtNDArray> averagedConstants() {
    List<PtNDArray> averaged = new ArrayList<>(constants.arrays());
    for (int i = 0; i < averagedStatistics.size(); i++) {
      averaged.set(program.statistics().get(i), averagedStatistics.get(i));
    }
    return averaged;
  }

  /** Weights, gradients and moments, group by group. */
  private List<TorchList> groups(LearnerSettings settings) {
    List<TorchList> lists = new ArrayList<>();
    int begin = 0;
    for (ParameterGroup group : settings.groups()) {
      int end = begin + group.weights().size();
      for (TorchList all : List.of(weights, gradients, moments, squares)) {
        lists.add(all.part(begin, end));
      }
      begin = end;
    }
    return lists;
  }

  /** Arguments of {@code gradients} between the data and the numbers. */
  List<IValue> toLearn() {
    return List.of(
        weights.argument(), gradients.argument(), constants.argument(), scale.argument());
  }

  /** Arguments of {@code update} before the learning rates. */
  List<IValue> toUpdate() {
    List<IValue> arguments =
        new ArrayList<>(
            List.of(
                weights.argument(),
                gradients.argument(),
                averages.argument(),
                statistics.argument(),
                averagedStatistics.argument(),
                steps.argument(),
                scale.argument(),
                growth.argument()));
    groups.forEach(list -> arguments.add(list.argument()));
    return arguments;
  }

  /** Arguments of {@code forward} after the inputs; averages where there are any. */
  List<IValue> toEvaluate() {
    TorchList best = averages.size() == 0 ? weights : averages;
    return List.of(best.argument(), averagedConstants.argument());
  }

  /**
   * The array of a constant that does not learn.
   *
   * @throws IllegalArgumentException when there is none of that name and type
   */
  PtNDArray constant(String name, TensorType type) {
    for (int i = 0; i < program.constants().size(); i++) {
      Weight constant = program.constants().get(i);
      if (constant.value().equals(name) && constant.tensor().type().equals(type)) {
        return constants.get(i);
      }
    }
    throw new IllegalArgumentException("There is no constant (%s) of %s.".formatted(name, type));
  }

  TorchList gradients() {
    return gradients;
  }

  /** What the devices of one training have in common: weights and running statistics. */
  TorchList shared() {
    return shared;
  }

  /** Everything that changes from step to step, by name. */
  Map<String, PtNDArray> state() {
    Map<String, PtNDArray> state = new LinkedHashMap<>();
    put(state, "weight/", program.trainable(), weights);
    put(state, "moment/", program.trainable(), moments);
    put(state, "square/", program.trainable(), squares);
    put(state, "average/", program.trainable(), averages);
    put(state, "statistic/", changing(), statistics);
    put(state, "average-statistic/", changing(), averagedStatistics);
    state.put("steps", steps.array());
    state.put("scale", scale.array());
    state.put("growth", growth.array());
    return state;
  }

  /** What was learned, by the names of constants. */
  Map<Weight, PtNDArray> learned() {
    Map<Weight, PtNDArray> learned = new LinkedHashMap<>();
    TorchList best = averages.size() == 0 ? weights : averages;
    for (int i = 0; i < best.size(); i++) {
      learned.put(program.trainable().get(i), best.get(i));
    }
    for (int place : program.statistics()) {
      learned.put(program.constants().get(place), averagedConstants.get(place));
    }
    return learned;
  }

  private List<Weight> changing() {
    return program.statistics().stream().map(program.constants()::get).toList();
  }

  private static void put(
      Map<String, PtNDArray> state, String prefix, List<Weight> names, TorchList list) {
    for (int i = 0; i < list.size(); i++) {
      state.put(prefix + names.get(i).value(), list.get(i));
    }
  }

  /** Frees the arguments; the arrays go with their manager. */
  @Override
  public void close() {
    Stream.of(
            weights,
            gradients,
            constants,
            statistics,
            moments,
            squares,
            averages,
            averagedStatistics,
            averagedConstants,
            shared)
        .forEach(TorchList::close);
    groups.forEach(TorchList::close);
    Stream.of(steps, scale, growth).forEach(TorchScalar::close);
  }
}
