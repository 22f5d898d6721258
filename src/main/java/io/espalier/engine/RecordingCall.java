package io.espalier.engine;

import ai.djl.pytorch.jni.IValue;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Runs a method of a TorchScript class that may record gradients.
 *
 * <p>DJL's public call with values always runs in inference mode, in which nothing is recorded; the
 * one with arrays records, but loses its native arguments, and with them the memory of all weights,
 * whenever libtorch throws. Below both lies one native method that takes values and the mode; this
 * class calls that.
 */
final class RecordingCall {
  private static final String PACKAGE = "ai.djl.pytorch.jni.";
  private static final MethodType RUN_METHOD =
      MethodType.methodType(
          long.class, long.class, String.class, long[].class, boolean.class, boolean.class);

  private final MethodHandle runMethod;
  private final MethodHandle newValue;

  private RecordingCall(MethodHandle runMethod, MethodHandle newValue) {
    this.runMethod = runMethod;
    this.newValue = newValue;
  }

  /** Finds the native method; DJL must be loaded. */
  static RecordingCall find() {
    try {
      Class<?> library = Class.forName(PACKAGE + "PyTorchLibrary");
      Lookup inLibrary = MethodHandles.privateLookupIn(library, MethodHandles.lookup());
      Object only = inLibrary.findStaticGetter(library, "LIB", library).invoke();
      Lookup inValue = MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup());
      return new RecordingCall(
          inLibrary.findVirtual(library, "moduleRunMethod", RUN_METHOD).bindTo(only),
          inValue.findConstructor(IValue.class, MethodType.methodType(void.class, long.class)));
    } catch (Throwable missing) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "This version of DJL cannot record gradients.", missing);
    }
  }

  /**
   * Calls a method.
   *
   * @return to be closed by the caller
   * @throws ai.djl.engine.EngineException with a text of libtorch
   */
  IValue call(long module, String method, IValue... arguments) {
    long[] handles = Arrays.stream(arguments).mapToLong(IValue::getHandle).toArray();
    try {
      long result = (long) runMethod.invokeExact(module, method, handles, true, false);
      return (IValue) newValue.invokeExact(result);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException("Impossible state: a native method threw", impossible);
    }
  }
}
