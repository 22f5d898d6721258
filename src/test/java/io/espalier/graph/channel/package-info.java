@NullMarked
package io.espalier.graph.channel;

import org.jspecify.annotations.NullMarked;
