package io.espalier.method.prune.criterion.data;

import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import io.espalier.method.prune.criterion.BlockCriterion;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The mean norm of the rows that make what a block adds to its input, relative to the mean over all
 * blocks.
 *
 * <p>A row is the weights of one channel of the last layer of the branch; its norm is {@code √Σw²},
 * times {@code |γ| / √(σ² + ε)} where a BatchNormalization follows at once. So a block whose last
 * scale is zero scores 0. Where several layers make the sum their means are averaged.
 */
final class BranchNorm implements BlockCriterion {
  private static final float EPSILON = 1e-5f;

  @Override
  public double[] of(List<ResidualBlock> blocks, ScoringContext context) {
    return BlockScores.dividedByMean(
        blocks.stream().mapToDouble(block -> new Branch(block, context).norm()).toArray());
  }

  private record Branch(ResidualBlock block, ScoringContext context) {
    double norm() {
      ChannelStructure structure = context.analysis().channels();
      int rank = context.analysis().typed().type(block.output()).orElseThrow().rank();
      return structure.groups().stream()
          .filter(
              group ->
                  IntStream.range(0, rank)
                      .anyMatch(
                          axis -> structure.positions(group, block.output(), axis).isPresent()))
          .flatMap(this::slots)
          .mapToDouble(this::meanNorm)
          .average()
          .orElse(0);
    }

    private Stream<Slot> slots(ChannelGroup group) {
      return group.slots(SlotRole.OUT).filter(slot -> block.nodes().contains(slot.layer()));
    }

    private double meanNorm(Slot slot) {
      Tensor weight = context.graph().initializers().get(slot.tensor());
      long[] shape = weight.shape();
      double[] squares = new double[(int) shape[slot.axis()]];
      long inner = Arrays.stream(shape, slot.axis() + 1, shape.length).reduce(1, (a, b) -> a * b);
      for (long i = 0; i < weight.elements(); i++) {
        double value = weight.doubleAt(i);
        squares[(int) (i / inner % squares.length)] += value * value;
      }
      Optional<Node> normalization = normalization(slot.layer());
      return IntStream.range(0, slot.positions().channels())
          .flatMap(c -> IntStream.of(slot.positions().of(c)))
          .mapToDouble(
              row -> Math.sqrt(squares[row]) * normalization.map(n -> scale(n, row)).orElse(1.0))
          .average()
          .orElse(0);
    }

    private Optional<Node> normalization(String layer) {
      GraphIndex index = GraphIndex.of(context.graph());
      return context.graph().nodes().stream()
          .filter(node -> node.name().equals(layer))
          .flatMap(node -> index.consumers(node.outputs().getFirst()).stream())
          .filter(node -> node.is("BatchNormalization"))
          .findFirst();
    }

    private double scale(Node normalization, int row) {
      Tensor scale = context.graph().initializers().get(normalization.inputs().get(1));
      Tensor variance = context.graph().initializers().get(normalization.inputs().get(4));
      double epsilon = normalization.floatAttribute("epsilon", EPSILON);
      return Math.abs(scale.doubleAt(row)) / Math.sqrt(variance.doubleAt(row) + epsilon);
    }
  }
}
