package io.espalier.method.prune.criterion.gradient;

import io.espalier.graph.channel.ChannelPositions;

/**
 * The output of a convolution or matrix product that carries the channels of a group.
 *
 * @param place where the channels stand
 * @param shape of one sample, with a batch axis of 1
 * @param positions on that axis, by channel
 */
record LinearOutput(Place place, long[] shape, ChannelPositions positions) {

  /** An axis of a value. */
  record Place(String value, int axis) {}

  /** In how many places a sample has a number for each position of the axis. */
  long locations() {
    long all = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      all *= axis == place.axis() ? 1 : shape[axis];
    }
    return all;
  }
}
