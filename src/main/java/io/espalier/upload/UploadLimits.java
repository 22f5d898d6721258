package io.espalier.upload;

import java.time.Duration;

/**
 * What upload sets may cost.
 *
 * @param openSets at one time
 * @param parts of one set
 * @param bytes of all files of one set
 * @param idle how long a set lives without a change
 */
public record UploadLimits(int openSets, int parts, long bytes, Duration idle) {}
