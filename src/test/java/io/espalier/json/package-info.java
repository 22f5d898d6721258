@NullMarked
package io.espalier.json;

import org.jspecify.annotations.NullMarked;
