/** Models over HTTP: upload, list, analysis, content, deletion. */
@NullMarked
package io.espalier.web.model;

import org.jspecify.annotations.NullMarked;
