package io.espalier.dataset.read;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The splits a file may name, in the order they are listed. */
enum SplitName {
  TRAIN("train", "training"),
  VAL("val", "valid", "validation", "dev"),
  TEST("test", "testing", "t10k");

  private final Set<String> names;

  SplitName(String... names) {
    this.names = Set.of(names);
  }

  /** The split that a file calls so. */
  static Optional<SplitName> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(split -> split.names.contains(lower)).findFirst();
  }

  /** The name used over HTTP. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
