/** The options that every step which trains takes in a job document. */
@NullMarked
package io.espalier.method.spec.training;

import org.jspecify.annotations.NullMarked;
