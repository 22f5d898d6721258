@NullMarked
package io.espalier.web.model;

import org.jspecify.annotations.NullMarked;
