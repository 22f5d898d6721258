package io.espalier.format.pytorch.pickle;

import io.espalier.graph.ElementType;
import java.util.Optional;

/**
 * A Python name a state dict may use.
 *
 * @param type of the elements, for storages and element types
 */
public record Global(String name, Role role, Optional<ElementType> type) {
  /** What a name stands for. */
  public enum Role {
    ORDERED_DICT,
    TENSOR,
    TYPED_TENSOR,
    PARAMETER,
    STORAGE,
    ELEMENT_TYPE,
    SIZE,
    INERT
  }
}
