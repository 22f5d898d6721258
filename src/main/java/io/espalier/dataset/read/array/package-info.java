/** Arrays of numbers as npy and IDX files hold them, read where they lie. */
@NullMarked
package io.espalier.dataset.read.array;

import org.jspecify.annotations.NullMarked;
