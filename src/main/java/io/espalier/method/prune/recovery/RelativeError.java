package io.espalier.method.prune.recovery;

/** Mean squared difference from what is wanted, relative to the variance of that; over channels. */
final class RelativeError {
  private double errors;
  private double variances;

  void add(double error, double variance) {
    errors += error;
    variances += variance;
  }

  /** 0 where nothing differs; otherwise 1 where what is wanted is constant. */
  double value() {
    if (errors == 0) {
      return 0;
    }
    return variances > 0 ? errors / variances : 1;
  }
}
