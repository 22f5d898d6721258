@NullMarked
package io.espalier.method.training;

import org.jspecify.annotations.NullMarked;
