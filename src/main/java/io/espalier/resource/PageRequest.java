package io.espalier.resource;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.function.Function;

/**
 * Which part of a list is asked for.
 *
 * @param limit how many items at most, in [1, {@value #MAXIMUM_LIMIT}]
 * @param after the place of the last item that was already seen
 */
public record PageRequest(int limit, Cursor after) {
  public static final int DEFAULT_LIMIT = 20;
  public static final int MAXIMUM_LIMIT = 100;

  /**
   * Reads the query parameters of a list.
   *
   * @param kind what the list holds; a cursor of another list is refused
   * @param limit 0 for the default; more than the maximum is lowered to it
   * @param after the {@code next} of an earlier page, or empty for the first
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED for a negative limit,
   *     MALFORMED_REQUEST for a cursor that no page has given out
   */
  public static PageRequest of(ResourceKind kind, long limit, String after) {
    if (limit < 0) {
      Problems problems = new Problems();
      problems.add(
          "query:limit", "out-of-range", "The limit (%d) must be at least 0.".formatted(limit));
      problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    }
    int effective = limit == 0 ? DEFAULT_LIMIT : (int) Math.min(limit, MAXIMUM_LIMIT);
    return new PageRequest(effective, after.isEmpty() ? Cursor.START : Cursor.parse(kind, after));
  }

  /**
   * Makes the page out of up to {@code limit + 1} items read after the cursor.
   *
   * @param place where an item stands in the list
   */
  public <T> Page<T> page(List<T> found, Function<T, Cursor> place) {
    if (found.size() <= limit) {
      return new Page<>(found, "");
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, place.apply(items.getLast()).text());
  }
}
