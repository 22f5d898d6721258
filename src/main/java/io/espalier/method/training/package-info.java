/** What methods that train share: which weights learn, and how fast. */
@NullMarked
package io.espalier.method.training;

import org.jspecify.annotations.NullMarked;
