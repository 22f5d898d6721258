package io.espalier.method.prune.flow;

import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rounds that are finished, kept with the state of the training that runs, so that another
 * attempt goes on with the round it was in.
 */
public final class RoundLog {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String FINGERPRINT = "rounds-of";
  private static final String ROUND = "round-%d/";
  private static final String TRAINING = "training-%d/";

  private final Checkpoints checkpoints;
  private final String fingerprint;
  private final List<RoundState> finished = new ArrayList<>();
  private Optional<Checkpoint> found;

  /**
   * The log of an earlier attempt, or an empty one.
   *
   * @param fingerprint of what is cut; logs of something else are passed over
   */
  public RoundLog(Checkpoints checkpoints, String fingerprint) {
    this.checkpoints = checkpoints;
    this.fingerprint = fingerprint;
    this.found =
        checkpoints.newest().filter(newest -> fingerprint.equals(newest.values().get(FINGERPRINT)));
    found.ifPresent(this::read);
  }

  private void read(Checkpoint checkpoint) {
    String facts = checkpoint.values().get(round(1));
    while (facts != null) {
      String prefix = round(finished.size() + 1);
      finished.add(
          new RoundState(
              MAPPER.readValue(facts, RoundState.Facts.class),
              without(prefix, checkpoint.tensors())));
      facts = checkpoint.values().get(round(finished.size() + 1));
    }
  }

  /** In order. */
  public List<RoundState> finished() {
    return List.copyOf(finished);
  }

  public void add(RoundState state) {
    finished.add(state);
    checkpoints.save(with(new Checkpoint(Map.of(), Map.of()), ""));
  }

  /** Where the training of the round after the finished ones keeps its state. */
  public Checkpoints ofTraining() {
    String prefix = TRAINING.formatted(finished.size() + 1);
    Optional<Checkpoint> begun =
        found
            .map(
                newest ->
                    new Checkpoint(
                        without(prefix, newest.tensors()), without(prefix, newest.values())))
            .filter(training -> !training.values().isEmpty());
    return new Checkpoints() {
      private Optional<Checkpoint> newest = begun;

      @Override
      public Optional<Checkpoint> newest() {
        return newest;
      }

      @Override
      public void save(Checkpoint checkpoint) {
        newest = Optional.of(checkpoint);
        checkpoints.save(with(checkpoint, prefix));
      }
    };
  }

  private Checkpoint with(Checkpoint training, String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    values.put(FINGERPRINT, fingerprint);
    for (int i = 0; i < finished.size(); i++) {
      String round = round(i + 1);
      values.put(round, MAPPER.writeValueAsString(finished.get(i).facts()));
      finished.get(i).weights().forEach((name, tensor) -> tensors.put(round + name, tensor));
    }
    training.tensors().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    training.values().forEach((name, value) -> values.put(prefix + name, value));
    return new Checkpoint(tensors, values);
  }

  private static String round(int number) {
    return ROUND.formatted(number);
  }

  private static <V> Map<String, V> without(String prefix, Map<String, V> all) {
    Map<String, V> own = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            own.put(name.substring(prefix.length()), value);
          }
        });
    return own;
  }
}
