package io.espalier.method.finetune;

import io.espalier.engine.LinearAlgebra;
import io.espalier.engine.LossGradients;
import io.espalier.engine.ResidentModels;
import io.espalier.method.Instruments;
import java.lang.reflect.Proxy;

/** Instruments that fail when they are used. */
final class NoInstruments {
  static final Instruments INSTRUMENTS =
      new Instruments(
          unusable(ResidentModels.class),
          unusable(LossGradients.class),
          unusable(LinearAlgebra.class));

  private NoInstruments() {}

  private static <T> T unusable(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, _) -> {
              throw new AssertionError(method.getName() + " was not expected");
            }));
  }
}
