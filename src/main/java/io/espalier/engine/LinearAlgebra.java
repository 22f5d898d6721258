package io.espalier.engine;

import io.espalier.graph.Tensor;
import java.util.Optional;

/** Dense linear algebra on the device of a job; results are copied back. One thread at a time. */
public interface LinearAlgebra {

  /**
   * Ranks of many matrices.
   *
   * @param matrices float {@code [N, C, H, W]}
   * @return int64 {@code [N, C]}: how many singular values exceed {@code max(H, W) · eps · σmax},
   *     eps that of 32-bit floats
   */
  Tensor ranks(Tensor matrices);

  /**
   * Singular values, the largest first.
   *
   * @param matrices float {@code [N, C, H, W]}
   * @return float {@code [N, C, min(H, W)]}
   */
  Tensor singularValues(Tensor matrices);

  /**
   * The product {@code XᵀY} summed over rows.
   *
   * @param x float {@code [R, K]}
   * @param y float {@code [R, M]}
   * @return double {@code [K, M]}, summed in 64 bits
   */
  Tensor product(Tensor x, Tensor y);

  /**
   * Windows of a map, as a convolution reads them.
   *
   * @param maps float {@code [N, C, H, W]}
   * @return float {@code [N · L, C · kh · kw]}, L the places of the window, in the order of the
   *     output's height and width
   */
  Tensor windows(Tensor maps, Window window);

  /**
   * Solves {@code A·X = B} for a symmetric positive definite A.
   *
   * @param a double {@code [K, K]}
   * @param b double {@code [K, M]}
   * @return double {@code [K, M]}; empty when A is not positive definite
   */
  Optional<Tensor> solve(Tensor a, Tensor b);

  /**
   * Eigenvalues and eigenvectors of a symmetric matrix.
   *
   * @param a double {@code [K, K]}
   */
  Eigen symmetricEigen(Tensor a);

  /**
   * A decomposition {@code A = V·diag(λ)·Vᵀ}.
   *
   * @param values double {@code [K]}, ascending
   * @param vectors double {@code [K, K]}, one a column
   */
  record Eigen(Tensor values, Tensor vectors) {}

  /**
   * How a convolution moves over its input.
   *
   * @param kernel height and width; likewise the others
   * @param padBegin zeros above and left
   * @param padEnd zeros below and right
   */
  record Window(int[] kernel, int[] stride, int[] dilation, int[] padBegin, int[] padEnd) {}
}
