package io.espalier.method.prune.recovery;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * The least-squares problem {@code min ‖R − X·D − 1·dᵀ‖² + λ‖D‖²} of one group of a layer, from
 * sums over rows.
 *
 * <p>R is what the layer still misses and D how its weight changes, so that the ridge pulls towards
 * the weight the layer has: where nothing is missing nothing changes, and the error never grows.
 * With an intercept d the problem is solved on centred rows.
 */
final class NormalEquations {
  /** λ as a share of the mean of the diagonal of XᵀX. */
  private static final double RIDGE = 1e-2;

  private static final int ATTEMPTS = 4;
  private static final double STRONGER = 100;

  private final LinearAlgebra algebra;
  private final int features;
  private final int outputs;
  private final DoubleMatrix gram;
  private final DoubleMatrix cross;

  /**
   * @param arena of the sums
   */
  NormalEquations(LinearAlgebra algebra, Arena arena, int features, int outputs) {
    this.algebra = algebra;
    this.features = features;
    this.outputs = outputs;
    gram = new DoubleMatrix(arena, features + 1, features + 1);
    cross = new DoubleMatrix(arena, features + 1, outputs);
  }

  /**
   * Takes in rows.
   *
   * @param x float {@code [R, K + 1]}, the last column ones
   * @param missing float {@code [R, M]}
   */
  void add(Tensor x, Tensor missing) {
    gram.add(algebra.product(x, x));
    cross.add(algebra.product(x, missing));
  }

  private double rows() {
    return gram.get(features, features);
  }

  /** Empty when the rows do not determine a change even under a strong ridge. */
  Optional<Solution> solve(boolean intercept) {
    double ridge = RIDGE * trace() / features;
    if (rows() == 0 || ridge <= 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      DoubleMatrix a = new DoubleMatrix(arena, features, features);
      DoubleMatrix b = new DoubleMatrix(arena, features, outputs);
      center(a, b, intercept);
      return solve(a, b, ridge)
          .map(found -> new Solution(moved(found, intercept), falls(b, found, intercept), found));
    }
  }

  private double trace() {
    double trace = 0;
    for (int k = 0; k < features; k++) {
      trace += gram.get(k, k);
    }
    return trace;
  }

  private void center(DoubleMatrix a, DoubleMatrix b, boolean intercept) {
    double weight = intercept ? 1 / rows() : 0;
    for (int k = 0; k < features; k++) {
      double sum = gram.get(k, features) * weight;
      for (int l = 0; l < features; l++) {
        a.set(k, l, gram.get(k, l) - sum * gram.get(features, l));
      }
      for (int m = 0; m < outputs; m++) {
        b.set(k, m, cross.get(k, m) - sum * cross.get(features, m));
      }
    }
  }

  private Optional<Ridged> solve(DoubleMatrix a, DoubleMatrix b, double first) {
    double ridge = first;
    double added = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      for (int k = 0; k < features; k++) {
        a.add(k, k, ridge - added);
      }
      Optional<Tensor> change = algebra.solve(a.tensor(), b.tensor());
      if (change.isPresent()) {
        return Optional.of(new Ridged(change.get(), ridge, outputs));
      }
      added = ridge;
      ridge *= STRONGER;
    }
    return Optional.empty();
  }

  /** d, the mean of what the change of the weight leaves missing. */
  private double[] moved(Ridged found, boolean intercept) {
    double[] moved = new double[outputs];
    for (int m = 0; m < outputs && intercept; m++) {
      double sum = cross.get(features, m);
      for (int k = 0; k < features; k++) {
        sum -= found.of(k, m) * gram.get(features, k);
      }
      moved[m] = sum / rows();
    }
    return moved;
  }

  /** Since {@code (A + λ)·D = B}, the sum of squares falls by {@code tr Dᵀ(B + λD)}. */
  private double[] falls(DoubleMatrix b, Ridged found, boolean intercept) {
    double[] falls = new double[outputs];
    for (int m = 0; m < outputs; m++) {
      double mean = intercept ? cross.get(features, m) / rows() : 0;
      double fall = 0;
      for (int k = 0; k < features; k++) {
        fall += found.of(k, m) * (b.get(k, m) + found.ridge() * found.of(k, m));
      }
      falls[m] = fall / rows() + mean * mean;
    }
    return falls;
  }

  /**
   * D and the ridge it was found with.
   *
   * @param change double {@code [K, M]}
   */
  record Ridged(Tensor change, double ridge, int outputs) {
    double of(int feature, int output) {
      return change.doubleAt((long) feature * outputs + output);
    }
  }

  /**
   * What changes.
   *
   * @param intercepts d, by output; zeros without an intercept
   * @param falls by output, by how much the mean squared miss falls
   */
  record Solution(double[] intercepts, double[] falls, Ridged change) {}
}
