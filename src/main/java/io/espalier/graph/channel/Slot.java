package io.espalier.graph.channel;

/**
 * One axis of one constant in which the channels of a group have positions.
 *
 * @param layer name of the first node that reads the constant
 * @param tensor name of the initializer
 * @param axis never negative
 * @param positions the positions of that axis, by channel of the group
 */
public record Slot(
    String layer, String tensor, int axis, SlotRole role, ChannelPositions positions) {}
