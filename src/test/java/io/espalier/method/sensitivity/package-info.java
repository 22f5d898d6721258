@NullMarked
package io.espalier.method.sensitivity;

import org.jspecify.annotations.NullMarked;
