package io.espalier.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Environment variables as native libraries of this process see them.
 *
 * <p>Some libraries take settings from the environment only, and read it when they are loaded. What
 * the operator has set stays. Systems without {@code setenv} keep the libraries' defaults.
 */
final class ProcessEnvironment {
  private ProcessEnvironment() {}

  static void setIfAbsent(String name, String value) {
    setenv().ifPresent(setenv -> call(setenv, name, value));
  }

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> setenv() {
    FunctionDescriptor signature =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("setenv")
        .map(address -> linker.downcallHandle(address, signature));
  }

  private static void call(MethodHandle setenv, String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nameText = arena.allocateFrom(name);
      MemorySegment valueText = arena.allocateFrom(value);
      int keepExisting = 0;
      int _ = (int) setenv.invokeExact(nameText, valueText, keepExisting);
    } catch (Throwable failure) {
      throw new IllegalStateException("setenv cannot be called", failure);
    }
  }
}
