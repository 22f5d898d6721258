package io.espalier.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One of several kinds of object, told apart by {@code type}: written as a bare name ({@code
 * "sgd"}), every option at its default, or as an object ({@code {"type":"sgd","momentum":0.8}}). A
 * kind with a required option is always an object.
 */
public final class TaggedType<T> implements OptionType<T> {
  private static final String TAG = "type";

  private final SequencedMap<String, ObjectType<? extends T>> kinds = new LinkedHashMap<>();
  private final ChoiceType<String> names;
  private final ChoiceType<String> bareNames;

  private TaggedType(List<Kind<? extends T>> kinds) {
    kinds.forEach(kind -> this.kinds.put(kind.name(), kind.object()));
    this.names = ChoiceType.of(kinds.stream().map(Kind::name), name -> name);
    this.bareNames =
        ChoiceType.of(kinds.stream().filter(Kind::hasDefaults).map(Kind::name), name -> name);
  }

  public static <T> TaggedType<T> of(List<Kind<? extends T>> kinds) {
    return new TaggedType<>(kinds);
  }

  /**
   * One kind.
   *
   * @param name the value of {@code type}
   * @param meaning one sentence
   * @param options beside the type
   */
  public record Kind<T>(
      String name, String meaning, List<Option<?>> options, Function<OptionValues, T> make) {
    public Kind {
      options = List.copyOf(options);
    }

    private boolean hasDefaults() {
      return options.stream().noneMatch(Option::isRequired);
    }

    private ObjectType<T> object() {
      List<Option<?>> all = new ArrayList<>();
      all.add(Option.required(TAG, ConstantType.of(name), meaning));
      all.addAll(options);
      return ObjectType.of(all, make);
    }
  }

  @Override
  public Optional<T> read(JsonNode value, JsonPlace place) {
    return value.isObject()
        ? Option.required(TAG, names, "one of " + String.join(", ", kinds.keySet()) + ".")
            .readFrom(value, place)
            .flatMap(name -> readAs(name, value, place))
        : names.read(value, place).flatMap(name -> readAs(name, bare(name), place));
  }

  private Optional<T> readAs(String name, JsonNode object, JsonPlace place) {
    return kinds.get(name).read(object, place).map(kind -> kind);
  }

  private static JsonNode bare(String name) {
    return JsonNodeFactory.instance.objectNode().put(TAG, name);
  }

  @Override
  public Map<String, Object> schema() {
    List<Map<String, Object>> schemas = new ArrayList<>();
    schemas.add(bareNames.schema());
    kinds.values().forEach(kind -> schemas.add(kind.schema()));
    return Map.of("oneOf", schemas);
  }
}
