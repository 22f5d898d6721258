package io.espalier.format.pytorch.pickle;

import io.espalier.format.pytorch.pickle.Global.Role;
import io.espalier.format.pytorch.pickle.PickleValue.Constant;
import io.espalier.format.pytorch.pickle.PickleValue.Dict;
import io.espalier.format.pytorch.pickle.PickleValue.Inert;
import io.espalier.format.pytorch.pickle.PickleValue.Named;
import io.espalier.format.pytorch.pickle.PickleValue.Sequence;
import io.espalier.format.pytorch.pickle.PickleValue.Storage;
import io.espalier.format.pytorch.pickle.PickleValue.Text;
import io.espalier.format.pytorch.pickle.PickleValue.Tuple;
import io.espalier.format.pytorch.pickle.PickleValue.View;
import io.espalier.format.pytorch.pickle.PickleValue.Whole;
import io.espalier.graph.ElementType;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes what the allowed names stand for: dictionaries, storages, tensors. */
final class TorchObjects {
  private static final int STORAGE_ARGUMENTS = 5;
  private static final int TENSOR_ARGUMENTS = 4;
  private static final int TYPE_ARGUMENT = 6;
  private static final int VIEW_ARGUMENTS = 3;

  private final PickleBudget budget;
  private final Map<String, Storage> storages = new LinkedHashMap<>();

  TorchObjects(PickleBudget budget) {
    this.budget = budget;
  }

  Map<String, Storage> storages() {
    return storages;
  }

  PickleValue make(Global global, List<PickleValue> arguments) {
    return switch (global.role()) {
      case ORDERED_DICT -> dict(arguments);
      case TENSOR -> tensor(arguments);
      case TYPED_TENSOR -> typedTensor(arguments);
      case PARAMETER -> parameter(arguments);
      case SIZE -> size(arguments);
      case INERT -> new Inert(global.name());
      case STORAGE, ELEMENT_TYPE ->
          throw PickleFault.type("The pickle calls (%s).".formatted(global.name()));
    };
  }

  /** Puts keys and values, given in turn, into a dictionary. */
  void putAll(Dict dict, List<PickleValue> pairs) {
    if (pairs.size() % 2 != 0) {
      throw PickleFault.malformed("The pickle sets a key without a value.");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      put(dict, pairs.get(i), pairs.get(i + 1));
    }
  }

  private void put(Dict dict, PickleValue key, PickleValue value) {
    budget.keepPair();
    if (!(key instanceof Text || key instanceof Whole)) {
      throw PickleFault.type("The pickle has a dictionary key that is no text and no number.");
    }
    if (!dict.put(key, value)) {
      throw PickleFault.at("pickle-duplicate-key", "A dictionary of the pickle has a key twice.");
    }
    budget.requireWeight(dict);
  }

  /** An ordered dictionary: empty, or as Python 2 writes it, with a list of pairs. */
  private Dict dict(List<PickleValue> arguments) {
    budget.keepContainer();
    Dict dict = new Dict();
    if (!arguments.isEmpty()) {
      for (PickleValue pair : values(arguments.getFirst(), "OrderedDict")) {
        putAll(dict, values(pair, "OrderedDict"));
      }
    }
    return dict;
  }

  private Tuple size(List<PickleValue> arguments) {
    if (arguments.size() == 1 && arguments.getFirst() instanceof Tuple extents) {
      return extents;
    }
    throw PickleFault.type("The pickle makes a torch.Size of something that is no tuple.");
  }

  private View parameter(List<PickleValue> arguments) {
    if (!arguments.isEmpty() && arguments.getFirst() instanceof View view) {
      return view;
    }
    throw PickleFault.type("The pickle makes a parameter of something that is no tensor.");
  }

  private View tensor(List<PickleValue> arguments) {
    Storage storage = storage(arguments);
    return view(storage, storage.type(), arguments);
  }

  private View typedTensor(List<PickleValue> arguments) {
    Storage storage = storage(arguments);
    if (arguments.size() > TYPE_ARGUMENT
        && arguments.get(TYPE_ARGUMENT) instanceof Named(Global global)
        && global.role() == Role.ELEMENT_TYPE) {
      return view(storage, global.type().orElseThrow(), arguments);
    }
    throw PickleFault.type("The pickle makes a tensor without an element type.");
  }

  private static Storage storage(List<PickleValue> arguments) {
    if (arguments.size() >= TENSOR_ARGUMENTS && arguments.getFirst() instanceof Storage storage) {
      return storage;
    }
    throw PickleFault.type("The pickle makes a tensor of something that is no storage.");
  }

  private View view(Storage storage, ElementType type, List<PickleValue> arguments) {
    budget.countTensor();
    View view =
        new View(
            storage,
            type,
            whole(arguments.get(1), "an offset"),
            wholes(arguments.get(2), "a shape"),
            wholes(arguments.get(3), "strides"));
    if (arguments.size() > TENSOR_ARGUMENTS) {
      requireFlag(arguments.get(TENSOR_ARGUMENTS));
    }
    if (view.shape().size() != view.strides().size()
        || view.shape().size() > budget.limits().rank()) {
      throw range("A tensor must have as many strides as axes, and at most %d.");
    }
    return view;
  }

  private void requireFlag(PickleValue value) {
    if (value != Constant.TRUE && value != Constant.FALSE) {
      throw range("A tensor's requires_grad must be True or False; it has at most %d axes.");
    }
  }

  private EspalierException range(String format) {
    return PickleFault.at("tensor-view-range", format.formatted(budget.limits().rank()));
  }

  /** A storage, as the tuple that stands for it describes it. */
  Storage persistent(PickleValue id) {
    List<PickleValue> parts = values(id, "a storage");
    if (!parts.isEmpty() && parts.getFirst().equals(new Text("module"))) {
      throw PickleFault.at(
          "not-a-state-dict",
          "The file holds a whole module with its source; save its state_dict() instead.");
    }
    if (parts.size() < STORAGE_ARGUMENTS
        || !parts.getFirst().equals(new Text("storage"))
        || !(parts.get(1) instanceof Named(Global global))
        || global.role() != Role.STORAGE
        || !(parts.get(2) instanceof Text(String key))) {
      throw PickleFault.type("The pickle refers to something outside that is no storage.");
    }
    requireShort(key);
    long elements = whole(parts.get(4), "a storage's size");
    Storage whole = new Storage(key, global.type().orElseThrow(), elements, 0, elements);
    register(whole);
    return parts.size() > STORAGE_ARGUMENTS ? part(whole, parts.get(STORAGE_ARGUMENTS)) : whole;
  }

  private void requireShort(String key) {
    if (key.length() > budget.limits().nameBytes()) {
      throw PickleFault.type(
          "A storage has a key of more than %d characters.".formatted(budget.limits().nameBytes()));
    }
  }

  private void register(Storage storage) {
    budget.keepContainer();
    Storage known = storages.putIfAbsent(storage.key(), storage);
    if (storage.fileElements() < 0 || known != null && !known.equals(storage)) {
      throw PickleFault.type(
          "The storage (%s) is described in two ways, or with a size below 0."
              .formatted(PickleFault.shown(storage.key())));
    }
  }

  /** A part of a storage, as the older format has them: a key, an offset and a size. */
  private static Storage part(Storage whole, PickleValue description) {
    if (description == Constant.NONE) {
      return whole;
    }
    List<PickleValue> parts = values(description, "part of a storage");
    if (parts.size() != VIEW_ARGUMENTS) {
      throw PickleFault.type("The pickle describes part of a storage by something else.");
    }
    long begin = whole(parts.get(1), "an offset");
    long elements = whole(parts.get(2), "a size");
    if (begin < 0 || elements < 0 || begin > whole.elements() - elements) {
      throw PickleFault.at("tensor-view-range", "Part of a storage lies outside of it.");
    }
    return new Storage(whole.key(), whole.type(), whole.fileElements(), begin, elements);
  }

  private static List<PickleValue> values(PickleValue value, String what) {
    return switch (value) {
      case Tuple tuple -> tuple.values();
      case Sequence list -> list.values();
      case Constant _, Whole _, Text _, Inert _, Named _, Storage _, View _, Dict _ ->
          throw PickleFault.type("The pickle makes %s of no list or tuple.".formatted(what));
    };
  }

  private static long whole(PickleValue value, String what) {
    if (value instanceof Whole(long number)) {
      return number;
    }
    throw PickleFault.type("The pickle gives %s that is no whole number.".formatted(what));
  }

  private List<Long> wholes(PickleValue value, String what) {
    List<Long> numbers = new ArrayList<>();
    for (PickleValue number : values(value, what)) {
      budget.keepValue();
      numbers.add(whole(number, what));
    }
    return List.copyOf(numbers);
  }
}
