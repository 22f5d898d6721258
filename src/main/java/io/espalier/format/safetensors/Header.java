package io.espalier.format.safetensors;

import java.util.List;
import java.util.Map;

/** What a header says, in its order. */
record Header(List<HeaderEntry> entries, Map<String, String> metadata) {}
