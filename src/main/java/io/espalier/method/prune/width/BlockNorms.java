package io.espalier.method.prune.width;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.block.ResidualBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Scores of branches from their weights alone.
 *
 * <p>The score of a branch is the root mean square norm of the rows of its last layer, which
 * produce what is added to the shortcut, in relation to the mean over all branches; that of several
 * branches is the mean of theirs.
 */
public final class BlockNorms {
  private static final int BLOCK_ELEMENTS = 1 << 14;

  private BlockNorms() {}

  /** One score for each candidate; low goes first. */
  public static double[] of(List<BlockCandidate> candidates, Graph graph) {
    double[] norms =
        candidates.stream()
            .mapToDouble(
                candidate ->
                    candidate.blocks().stream()
                        .mapToDouble(block -> norm(block, graph))
                        .average()
                        .orElse(0))
            .toArray();
    double mean = Arrays.stream(norms).average().orElse(0);
    return mean == 0 ? norms : Arrays.stream(norms).map(norm -> norm / mean).toArray();
  }

  private static double norm(ResidualBlock block, Graph graph) {
    return graph.nodes().reversed().stream()
        .filter(node -> block.nodes().contains(node.name()))
        .flatMap(node -> weight(node, graph).stream())
        .findFirst()
        .map(BlockNorms::rowNorm)
        .orElse(0.0);
  }

  private static Optional<Rows> weight(Node node, Graph graph) {
    return node.presentInputs()
        .filter(graph::isConstant)
        .map(name -> graph.initializers().get(name))
        .filter(tensor -> tensor.elementType().isFloating() && tensor.rank() > 1)
        .findFirst()
        .map(tensor -> new Rows(tensor, tensor.dim(rowAxis(node, tensor))));
  }

  /** A weight and how many outputs it gives. */
  private record Rows(Tensor weight, long count) {}

  private static int rowAxis(Node node, Tensor weight) {
    boolean columns = node.is("MatMul") || node.is("Gemm") && node.intAttribute("transB", 0) == 0;
    return columns ? weight.rank() - 1 : 0;
  }

  private static double rowNorm(Rows rows) {
    double[] block = new double[BLOCK_ELEMENTS];
    double squares = 0;
    for (long start = 0; start < rows.weight().elements(); start += block.length) {
      int count = (int) Math.min(block.length, rows.weight().elements() - start);
      rows.weight().copyTo(block, start, count);
      squares += Arrays.stream(block, 0, count).map(weight -> weight * weight).sum();
    }
    return Math.sqrt(squares / rows.count());
  }
}
