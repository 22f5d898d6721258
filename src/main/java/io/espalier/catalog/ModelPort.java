package io.espalier.catalog;

import java.util.List;

/**
 * An input or output of a model.
 *
 * @param shape one entry an axis: a number, or the name of a size that is not fixed
 */
public record ModelPort(String name, String elementType, List<String> shape) {
  public ModelPort {
    shape = List.copyOf(shape);
  }
}
