/** Upload sets over HTTP: the files of one model, sent one by one. */
@NullMarked
package io.espalier.web.uploadset;

import org.jspecify.annotations.NullMarked;
