package io.espalier.engine.train;

import java.util.Optional;

/** Where one training keeps its state, so that it can go on after its process died. */
public interface Checkpoints {
  /** The newest that is whole; a damaged one is passed over. Its tensors stay valid. */
  Optional<Checkpoint> newest();

  /** Returns once the checkpoint outlives a power cut; the newest two are kept. */
  void save(Checkpoint checkpoint);

  /** Keeps nothing and finds nothing. */
  static Checkpoints none() {
    return new Checkpoints() {
      @Override
      public Optional<Checkpoint> newest() {
        return Optional.empty();
      }

      @Override
      public void save(Checkpoint checkpoint) {}
    };
  }
}
