package io.espalier.report;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings reports of earlier versions into the form of this one. */
final class EarlierReports {
  private static final String ASKED = "asked";
  private static final String REACHED = "reached";

  private EarlierReports() {}

  /** The same report; a target of one measure was an object of measure and fraction. */
  static JsonNode upgraded(JsonNode report) {
    report.path("steps").forEach(step -> upgradeTarget(step.path("target")));
    return report;
  }

  private static void upgradeTarget(JsonNode target) {
    Optional<String> measure = target.path(ASKED).path("measure").stringValueOpt();
    measure.ifPresent(
        name -> {
          ObjectNode outcome = (ObjectNode) target;
          JsonNode asked = outcome.get(ASKED).get("remaining");
          JsonNode reached = outcome.get(REACHED);
          outcome.set(ASKED, JsonNodeFactory.instance.objectNode().set(name, asked));
          outcome.set(REACHED, JsonNodeFactory.instance.objectNode().set(name, reached));
        });
  }
}
