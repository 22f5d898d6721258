/** How data sets and their samples are refused. */
@NullMarked
package io.espalier.dataset.read.fault;

import org.jspecify.annotations.NullMarked;
