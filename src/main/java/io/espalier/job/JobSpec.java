package io.espalier.job;

/**
 * What a job is asked to do.
 *
 * @param modelId the model it starts from
 * @param json the validated request as JSON text
 */
public record JobSpec(String modelId, String json) {}
