package io.espalier.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.espalier.engine.emit.AlgebraProgram;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Linear algebra of libtorch, that is LAPACK on the CPU. Its native memory is freed when the object
 * is no longer used.
 */
public final class TorchAlgebra implements LinearAlgebra {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Device device;
  private final int threads;
  private final MeasuringFailures failures;
  private Optional<TorchModule> module = Optional.empty();

  /**
   * Loads nothing yet.
   *
   * @param threads threads of one operator, as {@link TorchRuntime} takes them
   */
  public TorchAlgebra(Device device, int threads) {
    this.device = device;
    this.threads = threads;
    this.failures = new MeasuringFailures(device);
  }

  @Override
  public Tensor ranks(Tensor matrices) {
    return call("ranks", matrices).getFirst();
  }

  @Override
  public Tensor singularValues(Tensor matrices) {
    return call("singularValues", matrices).getFirst();
  }

  @Override
  public Tensor product(Tensor x, Tensor y) {
    return call("product", x, y).getFirst();
  }

  @Override
  public Tensor windows(Tensor maps, Window window) {
    if (maps.rank() == 3) {
      return windows(flat(maps), inPlane(window));
    }
    int[] begin = window.padBegin();
    int[] end = window.padEnd();
    long[] lastAxisFirst = {begin[1], end[1], begin[0], end[0]};
    try (IValue kernel = whole(window.kernel());
        IValue stride = whole(window.stride());
        IValue dilation = whole(window.dilation());
        IValue pads = IValue.listFrom(lastAxisFirst)) {
      return call("windows", List.of(maps), List.of(kernel, stride, dilation, pads)).getFirst();
    }
  }

  private static Tensor flat(Tensor sequences) {
    long[] shape = {sequences.dim(0), sequences.dim(1), 1, sequences.dim(2)};
    return Tensor.of(sequences.elementType(), shape, sequences.bytes());
  }

  private static Window inPlane(Window window) {
    return new Window(
        inPlane(1, window.kernel()),
        inPlane(1, window.stride()),
        inPlane(1, window.dilation()),
        inPlane(0, window.padBegin()),
        inPlane(0, window.padEnd()));
  }

  private static int[] inPlane(int neutral, int[] along) {
    return new int[] {neutral, along[0]};
  }

  private static IValue whole(int[] numbers) {
    return IValue.listFrom(Arrays.stream(numbers).asLongStream().toArray());
  }

  @Override
  public Optional<Tensor> solve(Tensor a, Tensor b) {
    return call("solve", a, b).stream().findFirst();
  }

  @Override
  public Eigen symmetricEigen(Tensor a) {
    List<Tensor> found = call("eigen", a);
    return new Eigen(found.getFirst(), found.getLast());
  }

  private List<Tensor> call(String method, Tensor... tensors) {
    return call(method, List.of(tensors), List.of());
  }

  private List<Tensor> call(String method, List<Tensor> tensors, List<IValue> numbers) {
    TorchModule loaded = module();
    List<IValue> arguments = new ArrayList<>();
    try (Arena arena = Arena.ofConfined();
        NDManager scope = loaded.manager().newSubManager()) {
      for (Tensor tensor : tensors) {
        arguments.add(IValue.from((PtNDArray) TorchArrays.shared(scope, tensor, arena)));
      }
      IValue[] all = Stream.concat(arguments.stream(), numbers.stream()).toArray(IValue[]::new);
      try (IValue results = loaded.call(method, all)) {
        return results.toNDList((PtNDManager) scope).stream().map(TorchAlgebra::copy).toList();
      }
    } catch (EngineException failure) {
      throw refusal(tensors, failure);
    } finally {
      arguments.forEach(IValue::close);
    }
  }

  private static Tensor copy(ai.djl.ndarray.NDArray array) {
    return TorchArrays.tensor(array, Optional.<ElementType>empty());
  }

  private EspalierException refusal(List<Tensor> tensors, EngineException failure) {
    return failures.of(
        failure,
        "The memory of the device (%s) does not suffice to compute with %s."
            .formatted(device, tensors),
        "libtorch cannot compute with %s; are all of their numbers finite?".formatted(tensors));
  }

  private TorchModule module() {
    if (module.isEmpty()) {
      TorchModule loaded =
          TorchModule.load(LibTorch.load(threads), device, AlgebraProgram.source());
      CLEANER.register(this, loaded::close);
      module = Optional.of(loaded);
    }
    return module.get();
  }
}
