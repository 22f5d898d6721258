package io.espalier.web.upload;

import java.io.InputStream;

/**
 * A file that is being received.
 *
 * @param name inert text
 * @param architecture of a file that holds weights alone, as it was sent; empty without one
 * @param content can be read once; its end is reached only when the whole request was in order
 */
public record Upload(String name, String architecture, InputStream content) {}
