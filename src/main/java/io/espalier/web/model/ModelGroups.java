package io.espalier.web.model;

import io.espalier.catalog.Model;
import java.util.List;

/** Finds the channel groups of a stored model. */
@FunctionalInterface
public interface ModelGroups {
  /**
   * Every group, prunable and frozen, in graph order.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when the content is damaged
   */
  List<GroupView> of(Model model);
}
