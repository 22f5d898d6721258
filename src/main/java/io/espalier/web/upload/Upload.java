package io.espalier.web.upload;

import java.io.InputStream;

/**
 * A file that is being received.
 *
 * @param name inert text
 * @param content can be read once; its end is reached only when the whole request was in order
 */
public record Upload(String name, InputStream content) {}
