package io.espalier.dataset.read;

import io.espalier.problem.ErrorCategory;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The faults of samples: the first few of the file, and how many there are in all. */
final class Offenders {
  private static final int MOST_LISTED = 20;

  private final TreeMap<Long, Problem> listed = new TreeMap<>();
  private long count;

  /**
   * Takes the fault of a sample; what is no fault of the data set is thrown on.
   *
   * @param position of the sample in the order in which faults are listed, its alone
   */
  void add(long position, String split, int index, EspalierException fault) {
    if (fault.code().category() != ErrorCategory.USER) {
      throw fault;
    }
    count++;
    list(
        position,
        fault.problems().stream()
            .findFirst()
            .orElseGet(
                () ->
                    new Problem(
                        "dataset:%s sample %d".formatted(split, index),
                        "sample-invalid",
                        fault.getMessage())));
  }

  private void list(long position, Problem problem) {
    listed.put(position, problem);
    if (listed.size() > MOST_LISTED) {
      listed.pollLastEntry();
    }
  }

  void addAll(Offenders others) {
    count += others.count;
    others.listed.forEach(this::list);
  }

  /**
   * Ends an examination.
   *
   * @throws EspalierException ({@code DATASET_INVALID}) when there is an offender
   */
  void throwIfPresent() {
    if (count == 0) {
      return;
    }
    List<Problem> problems = new ArrayList<>(listed.values());
    if (count > listed.size()) {
      String more = "%d more samples are not valid.".formatted(count - listed.size());
      problems.add(new Problem("dataset:", "more-problems", more));
    }
    String first = listed.firstEntry().getValue().message();
    String message =
        count == 1 ? first : "%d samples are not valid; the first: %s".formatted(count, first);
    throw new EspalierException(ErrorCode.DATASET_INVALID, message, problems);
  }
}
