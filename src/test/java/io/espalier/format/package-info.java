@NullMarked
package io.espalier.format;

import org.jspecify.annotations.NullMarked;
