package io.espalier.engine;

import io.espalier.engine.emit.LearningGraph;
import io.espalier.engine.emit.LearningProgram;
import io.espalier.engine.emit.TeacherProgram;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.Optional;

/** What is to be learned and how, compiled for any device. */
record Lesson(
    LearningGraph graph,
    LearningProgram program,
    Optional<TeacherProgram> teacher,
    LearnerSettings settings) {

  static Lesson of(TypedGraph network, LearnerSettings settings, Optional<TypedGraph> teacher) {
    if (settings.distillation().isPresent() && teacher.isEmpty()) {
      throw new EspalierException(
          ErrorCode.MODEL_NOT_RUNNABLE, "Distillation needs a network to learn from.");
    }
    LearningGraph graph = LearningGraph.of(network, settings);
    Optional<TeacherProgram> taught =
        settings.distillation().flatMap(_ -> teacher).map(it -> TeacherProgram.of(it, settings));
    return new Lesson(graph, LearningProgram.of(graph, settings), taught, settings);
  }
}
