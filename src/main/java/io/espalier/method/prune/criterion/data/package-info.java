/** Criteria that judge channels and blocks by what samples make of them. */
@NullMarked
package io.espalier.method.prune.criterion.data;

import org.jspecify.annotations.NullMarked;
