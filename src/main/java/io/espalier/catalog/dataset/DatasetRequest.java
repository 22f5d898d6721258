package io.espalier.catalog.dataset;

import io.espalier.dataset.read.DatasetOptions;

/**
 * What an uploader says of a data set beside its file.
 *
 * @param name inert text, at most 255 characters
 */
public record DatasetRequest(String name, DatasetOptions options) {}
