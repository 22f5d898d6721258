@NullMarked
package io.espalier.method.spec.training;

import org.jspecify.annotations.NullMarked;
