/** What clients may write to say which architecture they mean. */
@NullMarked
package io.espalier.architecture.description;

import org.jspecify.annotations.NullMarked;
