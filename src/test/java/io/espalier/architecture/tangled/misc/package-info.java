/** A package no rule knows. */
@NullMarked
package io.espalier.architecture.tangled.misc;

import org.jspecify.annotations.NullMarked;
