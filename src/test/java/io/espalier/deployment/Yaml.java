package io.espalier.deployment;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A place in a YAML document, read by its path. */
record Yaml(Object value) {

  static List<Yaml> documents(String text) {
    org.yaml.snakeyaml.Yaml reader =
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()));
    return StreamSupport.stream(reader.loadAll(text).spliterator(), false)
        .filter(Objects::nonNull)
        .map(Yaml::new)
        .toList();
  }

  /** Follows names, and numbers into lists: {@code at("spec.containers.0.image")}. */
  Yaml at(String path) {
    Object place = value;
    for (String name : path.split("\\.")) {
      place = step(place, name);
    }
    return new Yaml(Objects.requireNonNull(place, "nothing at " + path));
  }

  boolean has(String name) {
    return ((Map<?, ?>) value).containsKey(name);
  }

  @SuppressWarnings("unchecked")
  List<Object> list() {
    return (List<Object>) value;
  }

  private static Object step(Object place, String name) {
    Object next =
        place instanceof List<?> list
            ? list.get(Integer.parseInt(name))
            : ((Map<?, ?>) place).get(name);
    return Objects.requireNonNull(next, "nothing called " + name + " in " + place);
  }
}
