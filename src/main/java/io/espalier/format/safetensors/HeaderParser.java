package io.espalier.format.safetensors;

import io.espalier.format.ModelFault;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of a header. */
final class HeaderParser {
  private static final String METADATA = "__metadata__";
  private static final String NOT_JSON = "st-header-not-json";

  private final SafetensorsLimits limits;
  private final List<HeaderEntry> entries = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  HeaderParser(SafetensorsLimits limits) {
    this.limits = limits;
  }

  Header parse(String text) {
    JsonText.read(text, "header", NOT_JSON, limits.nameCharacters(), this::readRoot);
    return new Header(entries, metadata);
  }

  private void readRoot(JsonText json) {
    json.members(
        name -> {
          if (name.equals(METADATA)) {
            readMetadata(json);
          } else {
            readTensor(json, name);
          }
        });
  }

  private void readMetadata(JsonText json) {
    if (!json.isObject()) {
      throw badMetadata("The metadata must be an object of texts.");
    }
    json.members(key -> metadata.put(key, metadataValue(json, key)));
  }

  private static String metadataValue(JsonText json, String key) {
    return json.text()
        .orElseThrow(() -> badMetadata("The metadata (%s) must be text.".formatted(key)));
  }

  private static EspalierException badMetadata(String message) {
    return ModelFault.at("header.__metadata__", "st-bad-metadata", message);
  }

  private void readTensor(JsonText json, String name) {
    if (entries.size() == limits.tensors()) {
      throw ModelFault.at(
          "header",
          "too-many-tensors",
          "The file holds more than %d tensors, the limit.".formatted(limits.tensors()));
    }
    entries.add(new EntryParser(name, limits).parse(json));
  }
}
