package io.espalier.engine.evaluate;

/** The scores of one answer, read as a distribution over the classes. */
final class Scores {
  /** What a probability of 0 counts as; the smallest normal number of 32 bits. */
  private static final double LEAST_PROBABILITY = Float.MIN_NORMAL;

  private final double[] logs;
  private final boolean probabilities;

  Scores(int classes, boolean probabilities) {
    this.logs = new double[classes];
    this.probabilities = probabilities;
  }

  void read(Layout layout, float[] output, int answer) {
    layout.read(output, answer, logs);
    if (probabilities) {
      takeLogarithms();
    } else {
      normalise();
    }
  }

  /** The class with the largest score, the first one of equals. */
  int largest() {
    int largest = 0;
    for (int k = 1; k < logs.length; k++) {
      largest = logs[k] > logs[largest] ? k : largest;
    }
    return largest;
  }

  /** How many classes come before one, earlier ones of equals among them. */
  int rankOf(int wanted) {
    int before = 0;
    for (int k = 0; k < logs.length; k++) {
      before += logs[k] > logs[wanted] || logs[k] == logs[wanted] && k < wanted ? 1 : 0;
    }
    return before;
  }

  /** Natural logarithm of the probability of a class. */
  double log(int wanted) {
    return logs[wanted];
  }

  double probability(int wanted) {
    return Math.exp(logs[wanted]);
  }

  /** The Kullback-Leibler divergence of this from another, in nats. */
  double divergenceFrom(Scores other) {
    double sum = 0;
    for (int k = 0; k < logs.length; k++) {
      double probability = Math.exp(other.logs[k]);
      sum += probability == 0 ? 0 : probability * (other.logs[k] - logs[k]);
    }
    return sum;
  }

  int classes() {
    return logs.length;
  }

  private void takeLogarithms() {
    for (int k = 0; k < logs.length; k++) {
      logs[k] = Math.log(Math.max(logs[k], LEAST_PROBABILITY));
    }
  }

  private void normalise() {
    double largest = logs[largest()];
    double sum = 0;
    for (double score : logs) {
      sum += Math.exp(score - largest);
    }
    double total = largest + Math.log(sum);
    for (int k = 0; k < logs.length; k++) {
      logs[k] -= total;
    }
  }
}
