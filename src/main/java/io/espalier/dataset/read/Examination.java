package io.espalier.dataset.read;

import io.espalier.dataset.Sample;
import io.espalier.dataset.Split;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads every sample of a data set once, in parts that several threads share; the findings are put
 * together in the order of the samples, so that they do not depend on the threads.
 */
final class Examination {
  private static final int PART = 64;
  private static final int LONGEST_SILENCE_MILLIS = 500;

  private final Content content;
  private final DatasetLimits limits;
  private final ExaminationListener listener;
  private final long samples;
  private long examined;

  Examination(Content content, DatasetLimits limits, ExaminationListener listener) {
    this.content = content;
    this.limits = limits;
    this.listener = listener;
    this.samples = content.splits().stream().mapToLong(Split::size).sum();
  }

  /**
   * Findings of each split, by its name.
   *
   * @throws EspalierException ({@code DATASET_INVALID}) with the offenders
   */
  SequencedMap<String, ExaminedSplit> run() {
    SequencedMap<String, ExaminedSplit> splits = new LinkedHashMap<>();
    Offenders offenders = new Offenders();
    for (Split split : content.splits()) {
      ExaminedSplit examinedSplit = examine(split);
      offenders.addAll(examinedSplit.findings().offenders());
      splits.put(split.name(), examinedSplit);
    }
    offenders.throwIfPresent();
    return splits;
  }

  private ExaminedSplit examine(Split split) {
    ExecutorService threads = Executors.newFixedThreadPool(limits.threads());
    long[] hashes = new long[split.size()];
    try {
      List<Future<Findings>> parts = new ArrayList<>();
      for (int from = 0; from < split.size(); from += PART) {
        int first = from;
        parts.add(threads.submit(() -> part(split, first, hashes)));
      }
      return new ExaminedSplit(split.size(), together(parts, split.size()), hashes);
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }

  private Findings together(List<Future<Findings>> parts, int size) {
    Findings whole = new Findings();
    for (int i = 0; i < parts.size(); i++) {
      whole.addAll(result(parts.get(i), examined + Math.min(size, (long) i * PART)));
    }
    listener.examined(examined + size, samples);
    examined += size;
    return whole;
  }

  /** Waits for a part; the listener is asked again and again, so that it can end the waiting. */
  private Findings result(Future<Findings> part, long before) {
    while (true) {
      listener.examined(before, samples);
      try {
        return part.get(LONGEST_SILENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        continue;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The examination was interrupted.");
      } catch (ExecutionException failure) {
        throw cause(failure);
      }
    }
  }

  private static RuntimeException cause(ExecutionException failure) {
    return switch (failure.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException(failure);
    };
  }

  private Findings part(Split split, int from, long[] hashes) throws InterruptedException {
    Findings findings = new Findings();
    for (int i = from; i < Math.min(split.size(), from + PART); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        Sample sample = split.read(i);
        findings.add(sample, isMeasured(i, split.size()));
        hashes[i] = SampleHash.of(sample.input());
      } catch (EspalierException fault) {
        findings.offenders().add(position(split, i), split.name(), i, fault);
      }
    }
    return findings;
  }

  /** By what the samples were taken from, and then as they lie there. */
  private long position(Split split, int index) {
    int source = content.splits().indexOf(split);
    int place = index;
    if (split instanceof Part part) {
      source = 0;
      while (!sharesSamples(content.splits().get(source), part)) {
        source++;
      }
      place = part.indices()[index];
    }
    return (long) source << Integer.SIZE | place;
  }

  private static boolean sharesSamples(Split split, Part part) {
    return split instanceof Part other && other.samples() == part.samples();
  }

  /** True for as many samples as are measured, evenly spread over the split. */
  private boolean isMeasured(long index, long size) {
    long measured = Math.min(size, limits.measuredImages());
    return (index + 1) * measured / size > index * measured / size;
  }
}
