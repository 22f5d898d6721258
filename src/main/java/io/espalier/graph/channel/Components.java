package io.espalier.graph.channel;

import java.util.Arrays;

/** Positions joined into components (union-find); a component may be frozen. */
final class Components {
  private final int[] parent;
  private final boolean[] frozen;

  Components(int positions) {
    parent = new int[positions];
    Arrays.setAll(parent, i -> i);
    frozen = new boolean[positions];
  }

  private Components(int[] parent, boolean[] frozen) {
    this.parent = parent;
    this.frozen = frozen;
  }

  /** The same components, to be joined further on their own. */
  Components copy() {
    return new Components(parent.clone(), frozen.clone());
  }

  /** The smallest position of the component, as its name. */
  int of(int position) {
    int root = position;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  void join(int a, int b) {
    int rootA = of(a);
    int rootB = of(b);
    int root = Math.min(rootA, rootB);
    parent[Math.max(rootA, rootB)] = root;
    frozen[root] = frozen[rootA] || frozen[rootB];
  }

  void freeze(int position) {
    frozen[of(position)] = true;
  }

  boolean isFrozen(int position) {
    return frozen[of(position)];
  }
}
