/**
 * Networks whose form is known by name: tensors without a network become a graph.
 *
 * <p>{@link io.espalier.architecture.ArchitectureReader} reads which network is meant, {@link
 * io.espalier.architecture.Architectures} builds it.
 */
@NullMarked
package io.espalier.architecture;

import org.jspecify.annotations.NullMarked;
