/**
 * Small versions of the families of networks that people bring, written as exporters write them.
 */
@NullMarked
package io.espalier.graph.family;

import org.jspecify.annotations.NullMarked;
