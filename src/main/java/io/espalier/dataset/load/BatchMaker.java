package io.espalier.dataset.load;

import io.espalier.dataset.Batch;
import java.util.function.BooleanSupplier;

/** Makes one batch; several threads may call it. */
interface BatchMaker {
  /**
   * The batch of that number, whatever was made before.
   *
   * @param stopped asked now and then; once true, the batch is given up
   * @throws java.util.concurrent.CancellationException when it was given up
   */
  Batch make(int number, BooleanSupplier stopped);
}
