package io.espalier.engine;

import ai.djl.engine.Engine;
import io.espalier.dataset.Batch;
import io.espalier.engine.train.Learner;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One network on several devices: each takes a part of every micro-batch, in a thread of its own.
 *
 * <p>Gradients are added on the first device in the order of the devices, which then takes the step
 * and hands its weights on, so results do not depend on which device is faster. Batch normalisation
 * sees the part of its device only; the running statistics are those of the first device. It also
 * evaluates alone.
 */
final class ReplicatedLearner implements Learner {
  /** The golden ratio in 64 bits; it keeps the draws of devices apart. */
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  private final List<TorchLearner> replicas;
  private final ExecutorService threads;

  private ReplicatedLearner(List<TorchLearner> replicas) {
    this.replicas = List.copyOf(replicas);
    this.threads = Executors.newFixedThreadPool(replicas.size());
  }

  static ReplicatedLearner open(Engine engine, List<Device> devices, Lesson lesson) {
    List<TorchLearner> replicas = new ArrayList<>();
    try {
      for (Device device : devices) {
        replicas.add(TorchLearner.open(engine, device, devices.size(), lesson));
      }
    } catch (RuntimeException failure) {
      replicas.forEach(TorchLearner::close);
      throw failure;
    }
    return new ReplicatedLearner(replicas);
  }

  private TorchLearner first() {
    return replicas.getFirst();
  }

  private List<TorchLearner> others() {
    return replicas.subList(1, replicas.size());
  }

  @Override
  public List<String> trainable() {
    return first().trainable();
  }

  @Override
  public StepLoss accumulate(Batch microBatch, double share, long seed) {
    List<BatchPart> parts = BatchPart.split(microBatch, replicas.size());
    List<Callable<StepLoss>> work = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      TorchLearner replica = replicas.get(i);
      BatchPart part = parts.get(i);
      long ownSeed = seed + i * SEED_STEP;
      work.add(() -> replica.accumulate(part, share * part.share(), ownSeed));
    }
    return mean(parts, results(work));
  }

  private static StepLoss mean(List<BatchPart> parts, List<StepLoss> losses) {
    double loss = 0;
    double correct = 0;
    for (int i = 0; i < losses.size(); i++) {
      loss += parts.get(i).share() * losses.get(i).loss();
      correct += losses.get(i).correct();
    }
    return new StepLoss(loss, correct);
  }

  /** Waits for all, also when one of them fails: they read the caller's memory. */
  private <R> List<R> results(List<Callable<R>> work) {
    try {
      List<R> results = new ArrayList<>();
      for (Future<R> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Impossible state: a device threw", failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while devices computed", stopped);
    }
  }

  @Override
  public Update update(double[] learningRates) {
    others().forEach(first()::collect);
    Update update = first().update(learningRates);
    others().forEach(replica -> replica.follow(first()));
    return update;
  }

  @Override
  public void put(String constant, Tensor values) {
    replicas.forEach(replica -> replica.put(constant, values));
  }

  @Override
  public List<Tensor> evaluate(Tensor inputs) {
    return first().evaluate(inputs);
  }

  @Override
  public Map<String, Tensor> state() {
    return first().state();
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    first().restore(state);
    others().forEach(replica -> replica.follow(first()));
  }

  @Override
  public Map<String, Tensor> weights() {
    return first().weights();
  }

  @Override
  public void close() {
    threads.shutdown();
    replicas.forEach(TorchLearner::close);
  }
}
