package io.espalier.dataset.image;

/**
 * What the first bytes of a picture say.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 (grey) or 3 (red, green, blue) once it is decoded
 */
public record ImageHeader(ImageFormat format, int height, int width, int channels) {}
