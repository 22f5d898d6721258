/** How a job or an upload says which parts of a preprocessing are other than usual. */
@NullMarked
package io.espalier.dataset.preprocess;

import org.jspecify.annotations.NullMarked;
