package io.espalier.format;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Makes names that nothing has yet; equal questions in equal order get equal names. */
public final class UniqueNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> nextSuffix = new HashMap<>();

  public void takeAll(Collection<String> names) {
    taken.addAll(names);
  }

  /** Takes a name; false when it is taken already. */
  public boolean take(String name) {
    return taken.add(name);
  }

  /** The stem itself when it is free, else the stem with the next free number. */
  public String fresh(String stem) {
    String name = stem;
    while (!taken.add(name)) {
      name = stem + "_" + nextSuffix.merge(stem, 1, Integer::sum);
    }
    return name;
  }
}
