/** What Tomcat does before a servlet sees a request: stricter framing, and refusals in our form. */
@NullMarked
package io.espalier.web.container;

import org.jspecify.annotations.NullMarked;
