package io.espalier.architecture.tangled.format;

import com.google.protobuf.ByteString;

/** Believes the sizes that the file states. */
public record WireReader(ByteString bytes) {}
