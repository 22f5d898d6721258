@NullMarked
package io.espalier.format.fuzz;

import org.jspecify.annotations.NullMarked;
