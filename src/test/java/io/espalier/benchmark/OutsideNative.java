package io.espalier.benchmark;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingStream;

/**
 * How much of a thread's time is not spent in the native calls of libtorch, by samples of the
 * flight recorder: of all samples of the thread those whose top frame is no native method of DJL.
 */
final class OutsideNative {
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final String NATIVE = "ai.djl.pytorch.jni.PyTorchLibrary";

  private final long thread = Thread.currentThread().threadId();
  private final AtomicLong inside = new AtomicLong();
  private final AtomicLong outside = new AtomicLong();

  private OutsideNative() {}

  /** The share while the calling thread runs the work, in [0, 1]. */
  static double share(Runnable work) {
    OutsideNative samples = new OutsideNative();
    try (RecordingStream stream = new RecordingStream()) {
      stream.enable("jdk.ExecutionSample").withPeriod(PERIOD);
      stream.enable("jdk.NativeMethodSample").withPeriod(PERIOD);
      stream.onEvent("jdk.ExecutionSample", samples::count);
      stream.onEvent("jdk.NativeMethodSample", samples::count);
      stream.startAsync();
      work.run();
      stream.stop();
    }
    long all = samples.inside.get() + samples.outside.get();
    return (double) samples.outside.get() / Math.max(1, all);
  }

  private void count(RecordedEvent event) {
    if (event.getThread("sampledThread").getJavaThreadId() == thread) {
      (isInside(event) ? inside : outside).incrementAndGet();
    }
  }

  private static boolean isInside(RecordedEvent event) {
    RecordedFrame top = event.getStackTrace().getFrames().getFirst();
    return top.getMethod().getType().getName().equals(NATIVE);
  }
}
