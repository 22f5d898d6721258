/** The edge. */
@NullMarked
package io.espalier.architecture.untangled.web;

import org.jspecify.annotations.NullMarked;
