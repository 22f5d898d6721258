package io.espalier.idempotency;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Remembers keys as long as the test lives; its caller holds a lock. */
public final class InMemoryIdempotency {
  private record Made(String fingerprint, String resourceId) {}

  private final Map<String, Made> byKey = new HashMap<>();

  public <T> Accepted<T> once(
      IdempotentRequest request,
      String resourceId,
      Supplier<T> create,
      Function<String, T> replay) {
    String key = request.scope() + "/" + request.key().text();
    if (request.key().isPresent() && byKey.containsKey(key)) {
      request.requireSame(byKey.get(key).fingerprint());
      return new Accepted<>(replay.apply(byKey.get(key).resourceId()), true);
    }
    T made = create.get();
    byKey.put(key, new Made(request.fingerprint(), resourceId));
    return new Accepted<>(made, false);
  }

  public void forget(String resourceId) {
    byKey.values().removeIf(made -> made.resourceId().equals(resourceId));
  }
}
