package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code external_data} of one tensor: where its bytes lie, as text. */
final class ExternalFields {
  private static final Set<String> KNOWN = Set.of("location", "offset", "length", "checksum");
  private static final int MAXIMUM_FIELDS = 64;

  private final Decoding decoding;
  private final Map<String, String> fields = new LinkedHashMap<>();

  ExternalFields(Decoding decoding) {
    this.decoding = decoding;
  }

  /** Reads one {@code StringStringEntryProto}. */
  void read(WireReader in) {
    String key = "";
    String value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> key = decoding.name(in.once());
        case 2 -> value = decoding.name(in.once());
        default -> in.skip();
      }
    }
    if (fields.size() == MAXIMUM_FIELDS || fields.putIfAbsent(key, value) != null) {
      throw in.fault(
          "onnx-external-range",
          "The external data has the key (%s) twice, or too many keys.".formatted(key));
    }
    if (!KNOWN.contains(key)) {
      decoding.warnOnce("External data has the key (%s), which is left out.".formatted(key));
    }
  }

  String location() {
    return fields.getOrDefault("location", "");
  }

  Optional<String> offset() {
    return Optional.ofNullable(fields.get("offset"));
  }

  Optional<String> length() {
    return Optional.ofNullable(fields.get("length"));
  }
}
