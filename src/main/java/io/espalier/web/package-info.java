/** The HTTP interface: controllers of version 1, and what all of them share. */
@NullMarked
package io.espalier.web;

import org.jspecify.annotations.NullMarked;
