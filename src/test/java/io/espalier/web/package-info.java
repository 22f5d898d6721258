/** Tests of the HTTP interface, most of them over real sockets against one running server. */
@NullMarked
package io.espalier.web;

import org.jspecify.annotations.NullMarked;
