package io.espalier.method.spec.prune;

import io.espalier.json.FractionType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a budget is written: {@code {"macs": 0.5, "latencyMillis": 1.5}}. */
public final class TargetOptions {
  private static final double LEAST_MILLIS = 0.001;
  private static final double MOST_MILLIS = 1e6;

  private static final Option<Optional<Double>> MACS =
      remaining("macs", "multiply-accumulates of one sample");
  private static final Option<Optional<Double>> PARAMETERS = remaining("parameters", "parameters");
  private static final Option<Optional<Double>> BYTES = remaining("bytes", "bytes of all weights");
  private static final Option<Optional<Double>> LATENCY =
      Option.nullable(
          "latencyMillis",
          FractionType.upTo(LEAST_MILLIS, MOST_MILLIS),
          "Median milliseconds of one sample on the device of the job.");

  public static final Option<Budget> TARGET =
      Option.required(
          "target",
          ObjectType.of(
                  List.of(MACS, PARAMETERS, BYTES, LATENCY),
                  values ->
                      new Budget(
                          values.get(MACS),
                          values.get(PARAMETERS),
                          values.get(BYTES),
                          values.get(LATENCY)))
              .withAtLeastOne(),
          "What has to remain: {\"macs\": 0.5} keeps half of the multiply-accumulates. Of several"
              + " measures all hold; null is none.");

  private TargetOptions() {}

  /** A budget as a job document writes it. */
  public static Map<String, Object> document(Budget budget) {
    Map<String, Object> document = new LinkedHashMap<>();
    budget.macs().ifPresent(value -> document.put(MACS.name(), value));
    budget.parameters().ifPresent(value -> document.put(PARAMETERS.name(), value));
    budget.bytes().ifPresent(value -> document.put(BYTES.name(), value));
    budget.latencyMillis().ifPresent(value -> document.put(LATENCY.name(), value));
    return document;
  }

  private static Option<Optional<Double>> remaining(String name, String what) {
    return Option.nullable(
        name,
        FractionType.between(Budget.LEAST, 1),
        "Fraction of the %s that remains.".formatted(what));
  }
}
