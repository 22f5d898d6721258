package io.espalier.architecture.resnet;

/** A convolution and the BatchNorm after it. */
record ConvolutionNames(String convolution, String norm) {}
