package io.espalier.method.spec;

/**
 * Accuracy is measured before and after on a data set.
 *
 * @param dataset the identifier or the name of a labelled data set
 */
public record Evaluation(String dataset) {}
