package io.espalier.engine;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.emit.EmitterCases;
import io.espalier.engine.emit.GraphEmitter;
import io.espalier.engine.emit.Program;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Runs programs on libtorch's device of tensors without content, which like a GPU refuses to
 * compute with tensors of the CPU. {@code DeviceTest} reads what cannot be run there.
 */
class OneDeviceTest {
  private static final String TO_META = "torch.to(%s, torch.device(\"meta\"), None, False, False)";
  private static final int MANY_CASES = 250;

  private enum Outcome {
    STAYED,
    LEFT,
    MIXED,
    /**
     * It reads numbers from a tensor, or libtorch lacks an operator for tensors without content.
     */
    NOT_RUN
  }

  @Test
  void everyProgramComputesWhereItsInputsAre() {
    Map<Outcome, List<String>> cases =
        EmitterCases.all()
            .filter(operator -> !operator.samples().isEmpty())
            .collect(
                groupingBy(
                    OneDeviceTest::outcome,
                    Collectors.mapping(OperatorCase::toString, Collectors.toList())));
    assertThat(cases).containsOnlyKeys(Outcome.STAYED, Outcome.NOT_RUN);
    assertThat(cases.get(Outcome.STAYED)).hasSizeGreaterThan(MANY_CASES);
  }

  @Test
  void tellsATensorOfAnotherDevice() {
    OperatorCase add = OperatorCase.of("Add").input(2, 3).input(2, 3);
    Program moved = moved(GraphEmitter.emit(add.typed()));
    List<String> statements = new ArrayList<>(moved.statements());
    statements.add(2, "x1 = torch.ones([2, 3])");
    Program mixed = new Program(2, statements, moved.outputs(), List.of());
    assertThat(outcome(add, mixed)).isEqualTo(Outcome.MIXED);
  }

  private static Outcome outcome(OperatorCase operator) {
    return outcome(operator, moved(GraphEmitter.emit(operator.typed())));
  }

  private static Outcome outcome(OperatorCase operator, Program program) {
    TypedGraph typed = new TypedGraph(operator.typed().graph(), Map.of(), Map.of());
    try (TorchModel model = TorchModel.load(LibTorch.load(2), Device.CPU, typed, program)) {
      List<Tensor> stayed = model.run(operator.samples());
      return stayed.getFirst().longAt(0) == 1 ? Outcome.STAYED : Outcome.LEFT;
    } catch (EspalierException failure) {
      boolean mixed = String.valueOf(failure.getCause()).contains("same device");
      return mixed ? Outcome.MIXED : Outcome.NOT_RUN;
    }
  }

  /** The program with inputs and weights moved, which returns whether its outputs are there. */
  private static Program moved(Program program) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < program.inputs(); i++) {
      statements.add("x%d = ".formatted(i) + TO_META.formatted("x" + i));
    }
    if (!program.weights().isEmpty()) {
      statements.add(
          IntStream.range(0, program.weights().size())
              .mapToObj(i -> TO_META.formatted("w[" + i + "]"))
              .collect(Collectors.joining(", ", "w = [", "]")));
    }
    statements.addAll(program.statements());
    String stayed =
        program.outputs().stream()
            .map(output -> output + ".is_meta")
            .collect(Collectors.joining(" and ", "torch.tensor(int(", "))"));
    return new Program(program.inputs(), statements, List.of(stayed), program.weights());
  }
}
