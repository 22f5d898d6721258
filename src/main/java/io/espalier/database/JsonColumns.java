package io.espalier.database;

import tools.jackson.databind.json.JsonMapper;

/** Records as JSON text columns. */
public final class JsonColumns {
  /** What a column of JSON text holds at most. */
  public static final int MAXIMUM_CHARACTERS = 1_048_576;

  private final JsonMapper mapper = JsonMapper.builder().build();

  public String write(Object record) {
    return mapper.writeValueAsString(record);
  }

  public <T> T read(String json, Class<T> type) {
    return mapper.readValue(json, type);
  }
}
