@NullMarked
package io.espalier.format.safetensors;

import org.jspecify.annotations.NullMarked;
