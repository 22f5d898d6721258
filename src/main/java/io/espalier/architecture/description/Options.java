package io.espalier.architecture.description;

import io.espalier.architecture.Activation;
import io.espalier.json.ChoiceType;
import io.espalier.json.IntegerType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of options that several architectures share. */
final class Options {
  static final int USUAL_IMAGE_SIZE = 224;

  private static final int MOST_BLOCKS = 1000;
  private static final int MOST_HEADS = 1024;
  private static final int MOST_PIXELS = 4096;
  private static final int MOST_WIDTH = 1 << 20;

  private Options() {}

  static OptionType<Integer> blocks() {
    return IntegerType.ofInt(1, MOST_BLOCKS);
  }

  static OptionType<Integer> heads() {
    return IntegerType.ofInt(1, MOST_HEADS);
  }

  static OptionType<Integer> pixels() {
    return IntegerType.ofInt(1, MOST_PIXELS);
  }

  static OptionType<Integer> width() {
    return IntegerType.ofInt(1, MOST_WIDTH);
  }

  /** One of the constants of an enumeration, by a name of each. */
  static <E extends Enum<E>> OptionType<E> choice(Class<E> type, Function<E, String> name) {
    return ChoiceType.of(Arrays.stream(type.getEnumConstants()), name);
  }

  static OptionType<Activation> activation(Activation... allowed) {
    Map<String, Activation> named =
        Arrays.stream(allowed)
            .flatMap(one -> one.names().stream().map(name -> Map.entry(name, one)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Stream<String> names = Arrays.stream(allowed).flatMap(one -> one.names().stream());
    return ChoiceType.of(names, Function.identity()).map(named::get);
  }

  static Option<Integer> imageSize(int usual) {
    return Option.withDefault(
        "imageSize", pixels(), "Height and width of the image.", usual, usual);
  }

  /** An option that is required unless the name of the architecture tells it. */
  static <T> Option<T> unlessNamed(
      String name, OptionType<T> type, String description, Optional<T> named) {
    return new Option<>(name, type, description, named, named.map(value -> (Object) value));
  }

  /** An option that may stay open. */
  static <T> Option<Optional<T>> open(
      String name, OptionType<T> type, String description, Optional<T> named) {
    return new Option<>(
        name,
        type.map(Optional::of),
        description,
        Optional.of(named),
        named.map(value -> (Object) value));
  }
}
