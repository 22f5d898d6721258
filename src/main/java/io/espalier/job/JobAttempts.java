package io.espalier.job;

/**
 * How often a job was tried.
 *
 * @param number of the current or last attempt, 0 before the first; it fences off results of older
 *     attempts and never falls
 * @param failures attempts that lost their worker or met an unexpected fault; an attempt that was
 *     given back because its worker shut down is none
 */
public record JobAttempts(int number, int failures) {
  public static final JobAttempts NONE = new JobAttempts(0, 0);
}
