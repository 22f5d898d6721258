/**
 * Where the parts are put together: properties, wiring, and what starts and stops with the process.
 */
@NullMarked
package io.espalier.config;

import org.jspecify.annotations.NullMarked;
