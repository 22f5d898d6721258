package io.espalier.web.model;

import io.espalier.catalog.DeclaredShapes;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The query parameter {@code shape}: {@code x:1,3,48,192}, several inputs with semicolons between.
 */
public final class ShapeParameter {
  private static final Pattern FORM = Pattern.compile("(.{1,255}):(\\d{1,9}(?:,\\d{1,9}){0,63})");

  private ShapeParameter() {}

  /**
   * Reads the shapes.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED for another form, an extent of
   *     0, or an input named twice
   */
  public static DeclaredShapes of(String text) {
    if (text.isEmpty()) {
      return DeclaredShapes.NONE;
    }
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    Problems problems = new Problems();
    for (String input : text.split(";")) {
      Matcher matcher = FORM.matcher(input);
      if (!matcher.matches() || extents(matcher.group(2)).contains(0L)) {
        refuse(problems, "bad-shape", "A shape must look like x:1,3,224,224, extents from 1.");
      } else if (shapes.putIfAbsent(matcher.group(1), extents(matcher.group(2))) != null) {
        refuse(problems, "duplicate-shape", "Each input may have one shape only.");
      }
    }
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    return new DeclaredShapes(shapes);
  }

  private static List<Long> extents(String text) {
    return Arrays.stream(text.split(",")).map(Long::valueOf).toList();
  }

  private static void refuse(Problems problems, String code, String message) {
    problems.add("query:shape", code, message);
  }
}
