/**
 * What a compression method is, how the steps of a job are planned, and how they are carried out.
 */
@NullMarked
package io.espalier.method;

import org.jspecify.annotations.NullMarked;
