package io.espalier.graph.op;

import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.Optional;

/** What is known of the values of a graph so far. */
public interface Knowledge {
  Optional<TensorType> type(String value);

  /** Elements of a small integer value. */
  Optional<Content> content(String value);

  Optional<Tensor> constant(String value);
}
