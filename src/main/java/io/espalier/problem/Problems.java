package io.espalier.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects problems so that a check can report all of them at once. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(String place, String code, String message) {
    found.add(new Problem(place, code, message));
  }

  public void addAll(List<Problem> problems) {
    found.addAll(problems);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public int size() {
    return found.size();
  }

  public List<Problem> toList() {
    return List.copyOf(found);
  }

  /**
   * Ends a check.
   *
   * @throws EspalierException with the code and every problem, when there is at least one
   */
  public void throwIfPresent(ErrorCode code) {
    if (!found.isEmpty()) {
      throw new EspalierException(code, summary(), found);
    }
  }

  private String summary() {
    String first = found.getFirst().message();
    return found.size() == 1 ? first : "%d problems; the first: %s".formatted(found.size(), first);
  }
}
