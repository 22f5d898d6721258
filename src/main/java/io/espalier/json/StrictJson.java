package io.espalier.json;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one JSON document of a request, within limits and without second guesses.
 *
 * <ul>
 *   <li>UTF-8 without a byte order mark; one value and nothing after it
 *   <li>a key may appear once in an object
 *   <li>at most 1 MiB, 32 levels, 40,000 tokens, 64 KiB in a text, 64 characters in a number
 *   <li>NaN and Infinity are read, so that they can be refused at their place as not finite
 * </ul>
 */
public final class StrictJson {
  /** The largest document in bytes. */
  public static final int MOST_BYTES = 1 << 20;

  private static final int DEEPEST = 32;
  private static final int MOST_TOKENS = 40_000;
  private static final int LONGEST_TEXT = 64 << 10;
  private static final int LONGEST_NAME = 1024;
  private static final int LONGEST_NUMBER = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_TOKENS)
                          .maxStringLength(LONGEST_TEXT)
                          .maxNameLength(LONGEST_NAME)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String name;

  private StrictJson(String name) {
    this.name = name;
  }

  /**
   * The document.
   *
   * @throws EspalierException {@link ErrorCode#MALFORMED_JSON} with line and column, {@link
   *     ErrorCode#DUPLICATE_KEY}, or {@link ErrorCode#TOO_LARGE} beyond {@link #MOST_BYTES}
   */
  public static JsonNode read(byte[] utf8) {
    return read("body", utf8);
  }

  /**
   * The document, called by a name in what is said about its faults.
   *
   * @throws EspalierException as {@link #read(byte[])}
   */
  public static JsonNode read(String name, byte[] utf8) {
    return new StrictJson(name).document(utf8);
  }

  private JsonNode document(byte[] utf8) {
    if (utf8.length > MOST_BYTES) {
      throw new EspalierException(
          ErrorCode.TOO_LARGE,
          "The %s has %d bytes; at most %d are read.".formatted(name, utf8.length, MOST_BYTES));
    }
    String text = decode(utf8);
    if (text.isBlank()) {
      throw malformed("The %s is empty. Send a JSON object.".formatted(name));
    }
    try (JsonParser parser = MAPPER.createParser(text)) {
      return readOnly(parser);
    }
  }

  private JsonNode readOnly(JsonParser parser) {
    try {
      JsonNode document = MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        throw malformed(
            "The %s goes on after its JSON value, at %s."
                .formatted(name, place(parser.currentTokenLocation())));
      }
      return document;
    } catch (StreamConstraintsException e) {
      throw malformed(
          "The %s passes a limit at %s: %d levels, %d tokens, %d characters in a text, %d in a number."
              .formatted(
                  name,
                  place(parser.currentLocation()),
                  DEEPEST,
                  MOST_TOKENS,
                  LONGEST_TEXT,
                  LONGEST_NUMBER));
    } catch (MismatchedInputException e) {
      throw new EspalierException(
          ErrorCode.DUPLICATE_KEY,
          "The %s names the key (%s) twice in one object, at %s."
              .formatted(
                  name,
                  JsonPlace.quote(String.valueOf(parser.currentName())),
                  place(parser.currentLocation())));
    } catch (JacksonException e) {
      throw malformed("The %s is not valid JSON at %s.".formatted(name, place(e.getLocation())));
    }
  }

  private String decode(byte[] utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("The %s is not UTF-8 text.".formatted(name));
    }
    if (text.startsWith("\uFEFF")) {
      throw malformed(
          "The %s starts with a byte order mark. Send UTF-8 without one.".formatted(name));
    }
    return text;
  }

  private static String place(TokenStreamLocation location) {
    return "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static EspalierException malformed(String message) {
    return new EspalierException(ErrorCode.MALFORMED_JSON, message);
  }
}
