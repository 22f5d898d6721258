package io.espalier.format.pytorch;

import io.espalier.format.ModelFault;
import io.espalier.format.pytorch.pickle.PickleValue;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the state dict in a saved object: the object itself or one of its members. */
final class StateDictFinder {
  private static final List<String> MEMBERS = List.of("state_dict", "model", "model_state_dict");
  private static final String PARALLEL_PREFIX = "module.";
  private static final int SHOWN_NAMES = 10;
  private static final int SHOWN_CHARACTERS = 60;
  private static final int NAME_CHARACTERS = 4096;

  private final List<String> warnings = new ArrayList<>();

  /** Sentences about what was left out. */
  List<String> warnings() {
    return warnings;
  }

  /** The views by name, without the prefix that data-parallel training puts before all of them. */
  Map<String, View> find(PickleValue saved) {
    if (!(saved instanceof Dict root)) {
      throw ModelFault.at(
          "pickle",
          "not-a-state-dict",
          "The file holds %s; save model.state_dict() instead.".formatted(kind(saved)));
    }
    Dict state = holdsTensors(root) ? root : member(root).orElse(root);
    if (state != root) {
      warnAboutOthers(root, state);
    }
    Map<String, View> views = views(state);
    if (views.isEmpty()) {
      throw ModelFault.at(
          "pickle",
          "not-a-state-dict",
          "The file holds no tensors by name, neither at its top nor under %s."
              .formatted(String.join(", ", MEMBERS)));
    }
    return withoutPrefix(views);
  }

  private static Optional<Dict> member(Dict root) {
    return MEMBERS.stream()
        .map(root::get)
        .flatMap(Optional::stream)
        .flatMap(value -> value instanceof Dict dict ? Stream.of(dict) : Stream.empty())
        .filter(StateDictFinder::holdsTensors)
        .findFirst();
  }

  private static boolean holdsTensors(Dict dict) {
    return dict.values().values().stream().anyMatch(View.class::isInstance);
  }

  private Map<String, View> views(Dict state) {
    Map<String, View> views = new LinkedHashMap<>();
    List<PickleValue> others = new ArrayList<>();
    state
        .values()
        .forEach(
            (key, value) -> {
              if (key instanceof Text(String name) && value instanceof View view) {
                views.put(shortEnough(name), view);
              } else {
                others.add(key);
              }
            });
    warn("The state dict has entries that are no tensors, which are left out: %s.", others);
    return views;
  }

  private static String shortEnough(String name) {
    if (name.length() > NAME_CHARACTERS) {
      throw ModelFault.at(
          "pickle",
          "name-too-long",
          "A name of %d characters is longer than %d, the limit."
              .formatted(name.length(), NAME_CHARACTERS));
    }
    return name;
  }

  private void warnAboutOthers(Dict root, Dict state) {
    List<PickleValue> others = new ArrayList<>();
    root.values()
        .forEach(
            (key, value) -> {
              if (value != state) {
                others.add(key);
              }
            });
    warn("The file holds more than the state dict, which is left out: %s.", others);
  }

  private void warn(String format, List<PickleValue> keys) {
    if (!keys.isEmpty()) {
      String names =
          keys.stream()
              .limit(SHOWN_NAMES)
              .map(StateDictFinder::shown)
              .collect(Collectors.joining(", "));
      warnings.add(format.formatted(keys.size() > SHOWN_NAMES ? names + " and more" : names));
    }
  }

  private static Map<String, View> withoutPrefix(Map<String, View> views) {
    if (!views.keySet().stream().allMatch(name -> name.startsWith(PARALLEL_PREFIX))) {
      return views;
    }
    Map<String, View> stripped = new LinkedHashMap<>();
    views.forEach((name, view) -> stripped.put(name.substring(PARALLEL_PREFIX.length()), view));
    return stripped;
  }

  private static String shown(PickleValue key) {
    return key instanceof Text(String name)
        ? name.substring(0, Math.min(name.length(), SHOWN_CHARACTERS))
        : kind(key);
  }

  private static String kind(PickleValue value) {
    return switch (value) {
      case Dict _ -> "a dictionary";
      case Sequence _ -> "a list";
      case Tuple _ -> "a tuple";
      case View _ -> "one tensor without a name";
      case Text _ -> "a text";
      case Whole _, Constant _ -> "a plain value";
      case Storage _ -> "a storage";
      case Named named -> named.global().name();
      case Inert inert -> inert.what();
    };
  }
}
