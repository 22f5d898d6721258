@NullMarked
package io.espalier.format.pytorch;

import org.jspecify.annotations.NullMarked;
