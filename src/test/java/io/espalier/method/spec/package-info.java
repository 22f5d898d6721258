@NullMarked
package io.espalier.method.spec;

import org.jspecify.annotations.NullMarked;
