/** What the service says about itself: its methods, its limits, its health. */
@NullMarked
package io.espalier.web.service;

import org.jspecify.annotations.NullMarked;
