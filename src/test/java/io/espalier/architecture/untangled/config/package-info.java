/** Where everything meets, and time and chance come from. */
@NullMarked
package io.espalier.architecture.untangled.config;

import org.jspecify.annotations.NullMarked;
