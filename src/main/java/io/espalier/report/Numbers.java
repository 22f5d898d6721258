package io.espalier.report;

import java.util.Locale;

/** Numbers as the page writes them. */
final class Numbers {
  private static final String[] COUNT_UNITS = {"", " K", " M", " G", " T", " P", " E"};
  private static final String[] BYTE_UNITS = {" B", " KB", " MB", " GB", " TB", " PB", " EB"};
  private static final double STEP = 1000;

  private Numbers() {}

  /** For example {@code 11,689,512}. */
  static String exact(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** For example {@code 11.7 M}. */
  static String count(long number) {
    return scaled(number, COUNT_UNITS);
  }

  /** For example {@code 46.8 MB}, a thousand bytes to the kilobyte. */
  static String bytes(long number) {
    return scaled(number, BYTE_UNITS);
  }

  /** For example {@code 12.3 ms}. */
  static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 1 ? "%.3f ms" : "%.2f ms", millis);
  }

  /** A share, for example {@code 92.1 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** The change from one number to another, for example {@code −50.2 %}. */
  static String change(double before, double after) {
    return before == 0 ? "" : signed(100 * (after / before - 1)) + " %";
  }

  /** The change of a share in percentage points, for example {@code −3.2 points}. */
  static String points(double before, double after) {
    return signed(100 * (after - before)) + " points";
  }

  /** For example {@code 1.85 × as fast}. */
  static String speedUp(double beforeMillis, double afterMillis) {
    return String.format(Locale.ROOT, "%.2f × as fast", beforeMillis / afterMillis);
  }

  /**
   * Four digits, or scientific form where they would not show it: {@code 0.9213}, {@code 3.1e-07}.
   */
  static String significant(double number) {
    double size = Math.abs(number);
    return String.format(
        Locale.ROOT, number == 0 || size >= 0.001 && size < 10_000 ? "%.4f" : "%.2e", number);
  }

  private static String scaled(long number, String[] units) {
    double value = number;
    int unit = 0;
    while (value >= STEP && unit < units.length - 1) {
      value /= STEP;
      unit++;
    }
    return unit == 0 ? number + units[0] : threeDigits(value) + units[unit];
  }

  private static String threeDigits(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  private static String signed(double number) {
    String text = String.format(Locale.ROOT, "%.1f", Math.abs(number));
    return text.equals("0.0") ? "±0.0" : (number < 0 ? "−" : "+") + text;
  }
}
