package io.espalier.engine.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScriptModuleTest {
  @Test
  void writesAModuleThatHoldsItsWeights() {
    NetworkBuilder builder = new NetworkBuilder("small", 1);
    String x = builder.input("x", 3, 8, 8);
    String hidden = builder.relu(builder.batchNorm(builder.conv(x, 3, 4, 3, 2, 1), 4));
    String halved = builder.op("Mul", hidden, builder.constant("half", Tensor.scalar(0.5f)));
    Graph graph = builder.output(halved, 4, 4, 4).output(hidden, 4, 4, 4).build();
    assertThat(module(graph).source())
        .isEqualTo(
            """
            class M(Module):
              __parameters__ = ["conv0_weight", "conv0_bias", "bn1_weight", "bn1_bias", ]
              __buffers__ = ["bn1_running_mean", "bn1_running_var", "half", ]
              training : bool
              conv0_weight : Tensor
              conv0_bias : Tensor
              bn1_weight : Tensor
              bn1_bias : Tensor
              bn1_running_mean : Tensor
              bn1_running_var : Tensor
              half : Tensor
              def forward(self: __torch__.M, x0: Tensor) -> Tuple[Tensor, Tensor]:
                t = self.training
                w: List[Tensor] = [self.conv0_weight, self.conv0_bias, self.bn1_weight, self.bn1_bias, self.bn1_running_mean, self.bn1_running_var, self.half]
                v0 = torch.conv2d(x0, w[0], w[1], [2, 2], [1, 1], [1, 1], 1)
                v1 = torch.batch_norm(v0, w[2], w[3], w[4], w[5], t, 0.10000002384185791, 9.999999747378752E-6, True)
                v2 = torch.relu(v1)
                v3 = torch.mul(v2, w[6])
                return v3, v2
            """);
  }

  @Test
  void trainsNoWeightOfWholeNumbers() {
    Tensor bytes =
        Tensor.of(ElementType.INT8, new long[] {2}, MemorySegment.ofArray(new byte[] {1, 2}));
    Program program = new Program(0, List.of(), List.of(), List.of(new Weight("w", bytes)));
    assertThat(ScriptModule.of(program, Set.of("w")).attributes())
        .containsExactly(new ScriptModule.Attribute("w", bytes, false));
  }

  @Test
  void makesIdentifiersOfNamesThatAreNone() {
    assertThat(names("layer1.0.conv/weight", "onnx::Conv_12", "größe", "0", "", "_c", "__init__"))
        .containsExactly(
            "layer1_0_conv_weight", "onnx__Conv_12", "gr__e", "w0", "w", "w_c", "w__init__");
  }

  @Test
  void givesNoNameTwice() {
    assertThat(names("a.b", "a/b", "a_b_2", "a_b", "a:b"))
        .containsExactly("a_b", "a_b_2", "a_b_2_2", "a_b_3", "a_b_4");
  }

  @Test
  void givesNoNameThatMeansSomethingElse() {
    assertThat(names("training", "forward", "class", "None", "weight"))
        .containsExactly("training_2", "forward_2", "class_2", "None_2", "weight");
  }

  @Test
  void keepsTheTextOfAHostileNameOutOfTheSource() {
    assertThat(names("x : int\n  def evil(self):\n    return \"", "\"]; import os"))
        .allMatch(name -> name.matches("[A-Za-z][A-Za-z0-9_]*"));
  }

  private static List<String> names(String... values) {
    AttributeNames names = new AttributeNames();
    return List.of(values).stream().map(names::add).toList();
  }

  private static ScriptModule module(Graph graph) {
    TypedGraph typed = ShapeInference.infer(graph);
    return ScriptModule.of(GraphEmitter.emit(typed), CostModel.learned(typed));
  }
}
