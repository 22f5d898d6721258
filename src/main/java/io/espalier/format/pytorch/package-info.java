/** State dicts as PyTorch saves them, in zip archives and in the older stream of pickles. */
@NullMarked
package io.espalier.format.pytorch;

import org.jspecify.annotations.NullMarked;
