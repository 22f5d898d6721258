package io.espalier.format.safetensors;

/**
 * A tensor as the header describes it, checked in itself.
 *
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
record HeaderEntry(String name, Dtype dtype, long[] shape, long begin, long end) {

  /** The same tensor at another place. */
  HeaderEntry at(long place) {
    return new HeaderEntry(name, dtype, shape, place, place + end - begin);
  }
}
