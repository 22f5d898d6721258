package io.espalier.web.job;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Knows that the process is about to end, so that endless responses end before it. */
@Component
final class Stopping implements BooleanSupplier {
  private final AtomicBoolean closed = new AtomicBoolean();

  @EventListener(ContextClosedEvent.class)
  void close() {
    closed.set(true);
  }

  @Override
  public boolean getAsBoolean() {
    return closed.get();
  }
}
