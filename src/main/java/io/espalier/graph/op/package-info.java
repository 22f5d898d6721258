/** The operators: arity, attributes, how types and small integer contents follow from inputs. */
@NullMarked
package io.espalier.graph.op;

import org.jspecify.annotations.NullMarked;
