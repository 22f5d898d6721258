package io.espalier.idempotency;

/**
 * The answer to a request that may have been sent before.
 *
 * @param resource what the first request made, as it was when that request was answered
 * @param replayed whether an earlier request with the same key made it
 */
public record Accepted<T>(T resource, boolean replayed) {}
