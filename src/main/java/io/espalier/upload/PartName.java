package io.espalier.upload;

/**
 * The key of a file within its set, as the model's main file calls it; compared, never opened.
 *
 * <p>Segments between slashes are plain names, as exporters write them into ONNX files.
 */
final class PartName {
  static final String RULE =
      "1 to 255 characters without control characters, backslashes, colons and percent signs;"
          + " between slashes neither empty nor dots";

  static final int MOST_CHARACTERS = 255;

  private PartName() {}

  static boolean isGood(String name) {
    if (name.length() > MOST_CHARACTERS || !name.codePoints().allMatch(PartName::isPlain)) {
      return false;
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isBlank() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> "\\:%".indexOf(point) < 0;
    };
  }
}
