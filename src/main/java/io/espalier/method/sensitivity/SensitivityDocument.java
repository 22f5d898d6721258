package io.espalier.method.sensitivity;

import io.espalier.method.SensitivityRecord;
import io.espalier.method.SensitivityRecord.Curve;
import io.espalier.method.SensitivityRecord.Point;
import io.espalier.method.StepDocument;
import java.util.LinkedHashMap;
import java.util.Map;

/** The curves as the file {@code sensitivity.json}. */
final class SensitivityDocument {
  private SensitivityDocument() {}

  static StepDocument of(SensitivityRecord record) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("criterion", record.criterion());
    content.put("samples", record.samples());
    record.top1().ifPresent(share -> content.put("top1", share));
    content.put("groups", record.curves().stream().map(SensitivityDocument::curve).toList());
    return new StepDocument("sensitivity", content);
  }

  private static Map<String, Object> curve(Curve curve) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("group", curve.group());
    content.put("channels", curve.channels());
    content.put("points", curve.points().stream().map(SensitivityDocument::point).toList());
    return content;
  }

  private static Map<String, Object> point(Point point) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("ratio", point.ratio());
    content.put("silenced", point.silenced());
    content.put("divergence", point.divergence());
    content.put("monotone", point.monotone());
    point.top1().ifPresent(share -> content.put("top1", share));
    return content;
  }
}
