package io.espalier.format.pytorch.pickle;

import io.espalier.format.pytorch.pickle.Global.Role;
import io.espalier.graph.ElementType;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names a pickle may use; every other is refused. */
final class Globals {
  private static final List<String> NETWORK_PACKAGES =
      List.of("torch.nn.", "torchvision.", "timm.", "transformers.");

  private static final Map<String, ElementType> STORAGES =
      Map.ofEntries(
          Map.entry("torch.FloatStorage", ElementType.FLOAT),
          Map.entry("torch.HalfStorage", ElementType.FLOAT16),
          Map.entry("torch.BFloat16Storage", ElementType.BFLOAT16),
          Map.entry("torch.DoubleStorage", ElementType.DOUBLE),
          Map.entry("torch.LongStorage", ElementType.INT64),
          Map.entry("torch.IntStorage", ElementType.INT32),
          Map.entry("torch.ShortStorage", ElementType.INT16),
          Map.entry("torch.CharStorage", ElementType.INT8),
          Map.entry("torch.ByteStorage", ElementType.UINT8),
          Map.entry("torch.BoolStorage", ElementType.BOOL),
          Map.entry("torch.ComplexFloatStorage", ElementType.COMPLEX64),
          Map.entry("torch.ComplexDoubleStorage", ElementType.COMPLEX128),
          Map.entry("torch.storage.UntypedStorage", ElementType.UINT8));

  private static final Map<String, ElementType> ELEMENT_TYPES =
      Map.ofEntries(
          Map.entry("torch.float32", ElementType.FLOAT),
          Map.entry("torch.float16", ElementType.FLOAT16),
          Map.entry("torch.bfloat16", ElementType.BFLOAT16),
          Map.entry("torch.float64", ElementType.DOUBLE),
          Map.entry("torch.int64", ElementType.INT64),
          Map.entry("torch.int32", ElementType.INT32),
          Map.entry("torch.int16", ElementType.INT16),
          Map.entry("torch.int8", ElementType.INT8),
          Map.entry("torch.uint8", ElementType.UINT8),
          Map.entry("torch.uint16", ElementType.UINT16),
          Map.entry("torch.uint32", ElementType.UINT32),
          Map.entry("torch.uint64", ElementType.UINT64),
          Map.entry("torch.bool", ElementType.BOOL),
          Map.entry("torch.complex64", ElementType.COMPLEX64),
          Map.entry("torch.complex128", ElementType.COMPLEX128),
          Map.entry("torch.float8_e4m3fn", ElementType.FLOAT8E4M3FN),
          Map.entry("torch.float8_e5m2", ElementType.FLOAT8E5M2));

  private static final Map<String, Role> OTHERS =
      Map.ofEntries(
          Map.entry("collections.OrderedDict", Role.ORDERED_DICT),
          Map.entry("torch._utils._rebuild_tensor", Role.TENSOR),
          Map.entry("torch._utils._rebuild_tensor_v2", Role.TENSOR),
          Map.entry("torch._utils._rebuild_tensor_v3", Role.TYPED_TENSOR),
          Map.entry("torch._utils._rebuild_parameter", Role.PARAMETER),
          Map.entry("torch.Size", Role.SIZE),
          Map.entry("torch.device", Role.INERT),
          Map.entry("numpy.dtype", Role.INERT),
          Map.entry("numpy.core.multiarray.scalar", Role.INERT),
          Map.entry("numpy._core.multiarray.scalar", Role.INERT),
          Map.entry("_codecs.encode", Role.INERT));

  private static final Map<String, Global> ALLOWED =
      Stream.of(
              STORAGES.entrySet().stream()
                  .map(entry -> typed(entry.getKey(), Role.STORAGE, entry.getValue())),
              ELEMENT_TYPES.entrySet().stream()
                  .map(entry -> typed(entry.getKey(), Role.ELEMENT_TYPE, entry.getValue())),
              OTHERS.entrySet().stream()
                  .map(entry -> new Global(entry.getKey(), entry.getValue(), Optional.empty())))
          .flatMap(Function.identity())
          .collect(Collectors.toUnmodifiableMap(Global::name, Function.identity()));

  private Globals() {}

  private static Global typed(String name, Role role, ElementType type) {
    return new Global(name, role, Optional.of(type));
  }

  /**
   * The name, when it is allowed.
   *
   * @throws EspalierException [pickle-forbidden-global], or [not-a-state-dict] for the class of a
   *     network
   */
  static PickleValue.Named named(String module, String name) {
    String full = module + "." + name;
    Global global = ALLOWED.get(full);
    if (global == null || module.isEmpty()) {
      throw refusal(PickleFault.shown(full));
    }
    return new PickleValue.Named(global);
  }

  private static EspalierException refusal(String name) {
    return NETWORK_PACKAGES.stream().anyMatch(name::startsWith)
        ? PickleFault.at(
            "not-a-state-dict",
            "The file holds a whole module of the class (%s); save its state_dict() instead."
                .formatted(name))
        : PickleFault.at(
            "pickle-forbidden-global",
            "The pickle uses (%s), which no state dict needs; save only model.state_dict()."
                .formatted(name));
  }
}
