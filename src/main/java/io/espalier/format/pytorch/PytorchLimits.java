package io.espalier.format.pytorch;

import io.espalier.format.pytorch.pickle.PickleLimits;
import io.espalier.format.pytorch.zip.ZipLimits;

/**
 * What a PyTorch file may cost before it is refused.
 *
 * @param fileBytes size of the file
 */
public record PytorchLimits(long fileBytes, PickleLimits pickle, ZipLimits zip) {

  /** The limits of the service. */
  public static PytorchLimits standard() {
    return new PytorchLimits(64L << 30, PickleLimits.standard(), ZipLimits.standard());
  }
}
