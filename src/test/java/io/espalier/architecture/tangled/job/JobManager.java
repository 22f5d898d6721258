package io.espalier.architecture.tangled.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;

/** Breaks every rule about how a class is written; its package has no package-info. */
public class JobManager {

  static final AtomicInteger COUNT = new AtomicInteger();
  static final int[] WIDTHS = {8, 16};
  static int last;

  @Autowired Supplier<String> names = () -> UUID.randomUUID().toString();

  public Supplier<Instant> clock() {
    return Instant::now;
  }

  public long started() {
    return System.currentTimeMillis();
  }

  public int draw() {
    last = new Random().nextInt();
    return last;
  }

  public void idle() throws InterruptedException {
    Thread.sleep(COUNT.get() + (long) WIDTHS[0]);
  }

  public Object read(InputStream bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream objects = new ObjectInputStream(bytes)) {
      return objects.readObject();
    }
  }
}
