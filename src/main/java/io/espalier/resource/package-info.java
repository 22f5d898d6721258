/** What every resource of the service has: an identifier and a place in a list. */
@NullMarked
package io.espalier.resource;

import org.jspecify.annotations.NullMarked;
