package io.espalier.engine.train;

/**
 * How far a training is.
 *
 * @param epoch from 0
 * @param batch of the epoch that comes next; the number of batches while the epoch's end is due
 * @param step of the optimiser that were taken
 * @param skipped steps in a row whose gradients were not finite under a loss scale
 * @param complete whether nothing is left to do
 */
record Position(int epoch, int batch, long step, int skipped, boolean complete) {
  static final Position START = new Position(0, 0, 0, 0, false);

  Position afterStep(boolean wasSkipped) {
    return new Position(epoch, batch + 1, step + 1, wasSkipped ? skipped + 1 : 0, false);
  }

  Position afterEpoch() {
    return new Position(epoch + 1, 0, step, skipped, false);
  }

  Position end() {
    return new Position(epoch, batch, step, skipped, true);
  }
}
