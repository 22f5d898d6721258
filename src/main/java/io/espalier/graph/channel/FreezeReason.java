package io.espalier.graph.channel;

/**
 * Why an axis of a value must keep its positions.
 *
 * @param node name of the node that needs them; empty for the graph's own inputs and outputs
 * @param operator of that node; empty as above
 * @param value whose axis it is
 * @param axis never negative
 * @param reason a sentence for a person
 */
public record FreezeReason(String node, String operator, String value, int axis, String reason) {}
