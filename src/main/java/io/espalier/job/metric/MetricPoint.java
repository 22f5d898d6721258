package io.espalier.job.metric;

/**
 * One point of a curve of a job.
 *
 * @param step index in the job document, from 0
 * @param series for example {@code loss}, at most 64 characters
 * @param iteration of the training, from 0
 * @param epoch that the iteration belongs to, with its fraction
 * @param value finite
 */
public record MetricPoint(int step, String series, long iteration, double epoch, double value) {}
