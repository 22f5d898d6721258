@NullMarked
package io.espalier.catalog.dataset;

import org.jspecify.annotations.NullMarked;
