package io.espalier.dataset.read.table;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.EspalierException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The fields of one row without their quotes; the same object may hold one row after the other. */
public final class CsvRow {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}(\\.0{1,9})?");
  private static final int LONGEST_NUMBER = 64;

  private byte[] bytes = new byte[256];
  private int[] ends = new int[16];
  private int length;
  private int fields;
  private int line;

  void start(int startLine) {
    line = startLine;
    length = 0;
    fields = 0;
  }

  void add(byte value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = value;
  }

  void endField() {
    if (fields == ends.length) {
      ends = Arrays.copyOf(ends, fields * 2);
    }
    ends[fields++] = length;
  }

  /** True for a line with nothing on it. */
  boolean isBlank() {
    return fields == 1 && length == 0;
  }

  public int size() {
    return fields;
  }

  /** The line the row begins on, from 1. */
  public int line() {
    return line;
  }

  /** How messages call the row. */
  public String place() {
    return "line " + line;
  }

  /**
   * A field as text, without blanks around it.
   *
   * @throws EspalierException [csv-encoding] when it is not UTF-8
   */
  public String text(int field) {
    int from = field == 0 ? 0 : ends[field - 1];
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, ends[field] - from))
          .toString()
          .strip();
    } catch (CharacterCodingException _) {
      throw DatasetFault.at(
          place(), "csv-encoding", "Line %d is not UTF-8; save the table so.".formatted(line));
    }
  }

  /** All fields as texts. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      texts.add(text(i));
    }
    return texts;
  }

  /** True for a number as people write it: digits, a point, an exponent. */
  public static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
  }

  /** True for a whole number of at most 18 digits, be it written with a zero fraction. */
  public static boolean isWhole(String text) {
    return WHOLE.matcher(text).matches();
  }

  /**
   * A field as a finite number.
   *
   * @param column how messages call the field
   * @throws EspalierException [csv-number]
   */
  public float number(int field, String column) {
    int small = smallNumber(field);
    if (small >= 0) {
      return small;
    }
    String text = text(field);
    float value = isNumber(text) ? Float.parseFloat(text) : Float.NaN;
    if (!Float.isFinite(value)) {
      throw DatasetFault.at(
          place(),
          "csv-number",
          "The field (%s) of column (%s) on line %d must be a finite number."
              .formatted(DatasetFault.quote(text), DatasetFault.quote(column), line));
    }
    return value;
  }

  /** A field of one to seven digits, which are most; −1 for every other. */
  private int smallNumber(int field) {
    int from = field == 0 ? 0 : ends[field - 1];
    int digits = ends[field] - from;
    int value = 0;
    for (int at = from; at < ends[field] && digits <= 7; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return digits < 1 || digits > 7 ? -1 : value;
  }
}
