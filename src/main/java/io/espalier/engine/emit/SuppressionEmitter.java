package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Map;

/**
 * Picks the boxes of highest score, image by image and class by class, and drops those that overlap
 * a picked one; equal scores are taken in the order of the boxes.
 */
final class SuppressionEmitter {
  private static final int LIMIT = 2;
  private static final int OVERLAP = 3;
  private static final int SCORE = 4;

  private final Site site;

  private SuppressionEmitter(Site site) {
    this.site = site;
  }

  static void addTo(Map<String, Emitter> table) {
    table.put("NonMaxSuppression", site -> new SuppressionEmitter(site).emit());
  }

  private void emit() {
    String limit = site.assign(site.hasInput(LIMIT) ? call("int", site.input(LIMIT)) : "0");
    String scores = site.input(1);
    String picked = site.assign("annotate(List[Tensor], [])");
    String none = "torch.new_zeros(%s, [0, 3], dtype=%d)".formatted(scores, ScalarTypes.INT64);
    site.statement("%s.append(%s)".formatted(picked, none));
    String image = site.newIdentifier();
    String label = site.newIdentifier();
    site.block(
        "for %s in range(torch.size(%s, 0)):".formatted(image, scores),
        () -> {
          Boxes boxes = boxes(site.assign(call("torch.select", site.input(0), 0, image)));
          site.block(
              "for %s in range(torch.size(%s, 1)):".formatted(label, scores),
              () -> pick(new Label(image, label), boxes, limit, picked));
        });
    site.output(call("torch.cat", picked, 0));
  }

  /** Corners in order and areas, each [boxes]. */
  private record Boxes(String top, String left, String bottom, String right, String area) {}

  /** Identifiers of an image and a class. */
  private record Label(String image, String label) {}

  private Boxes boxes(String all) {
    boolean centred = site.flag("center_point_box", false);
    String top = edge(all, centred, centred ? 1 : 0, "torch.minimum", "-");
    String left = edge(all, centred, centred ? 0 : 1, "torch.minimum", "-");
    String bottom = edge(all, centred, centred ? 1 : 0, "torch.maximum", "+");
    String right = edge(all, centred, centred ? 0 : 1, "torch.maximum", "+");
    String area = "(%s - %s) * (%s - %s)".formatted(bottom, top, right, left);
    return new Boxes(top, left, bottom, right, site.assign(area));
  }

  /** Of two corners in any order, or of a centre and an extent. */
  private String edge(String all, boolean centred, int column, String choice, String sign) {
    String first = call("torch.select", all, 1, column);
    String second = call("torch.select", all, 1, column + 2);
    return site.assign(
        centred ? "%s %s %s * 0.5".formatted(first, sign, second) : call(choice, first, second));
  }

  private void pick(Label label, Boxes boxes, String limit, String picked) {
    String scores =
        site.assign("%s[%s, %s]".formatted(site.input(1), label.image(), label.label()));
    String order = site.assign(ordered(scores));
    String count = site.assign("0");
    site.block(
        "while torch.size(%s, 0) > 0 and %s < %s:".formatted(order, count, limit),
        () -> {
          String best = site.assign("int(%s[0])".formatted(order));
          String row =
              "torch.tensor([[%s, %s, %s]], dtype=%d, device=%s.device)"
                  .formatted(label.image(), label.label(), best, ScalarTypes.INT64, scores);
          site.statement("%s.append(%s)".formatted(picked, row));
          site.statement("%s = %s + 1".formatted(count, count));
          String rest = site.assign(call("torch.slice", order, 0, 1));
          site.statement("%s = %s[%s]".formatted(order, rest, clear(boxes, best, rest)));
        });
  }

  /** Indices of the boxes above the score threshold, the best first. */
  private String ordered(String scores) {
    String sorted =
        site.assign(call("torch.argsort", scores, "stable=True", "dim=0", "descending=True"));
    return site.hasInput(SCORE)
        ? "%s[torch.gt(%s[%s], float(%s))]".formatted(sorted, scores, sorted, site.input(SCORE))
        : sorted;
  }

  /**
   * Which of the boxes overlap the picked one no more than allowed; empty boxes overlap nothing.
   */
  private String clear(Boxes boxes, String best, String rest) {
    String height = shared(boxes.top(), boxes.bottom(), best, rest);
    String width = shared(boxes.left(), boxes.right(), best, rest);
    String overlap = site.assign("%s * %s".formatted(height, width));
    String areas = "%s[%s]".formatted(boxes.area(), rest);
    String own = "%s[%s]".formatted(boxes.area(), best);
    String union = site.assign("%s + %s - %s".formatted(areas, own, overlap));
    String allowed = site.hasInput(OVERLAP) ? call("float", site.input(OVERLAP)) : "0.0";
    String covered = call("torch.gt", overlap + " / " + union, allowed);
    String real = "torch.logical_and(torch.gt(%s, 0), torch.gt(%s, 0))".formatted(areas, own);
    return site.assign(call("torch.logical_not", call("torch.logical_and", covered, real)));
  }

  private String shared(String low, String high, String best, String rest) {
    String end = "torch.minimum(%s[%s], %s[%s])".formatted(high, rest, high, best);
    String start = "torch.maximum(%s[%s], %s[%s])".formatted(low, rest, low, best);
    return site.assign("torch.clamp(%s - %s, 0)".formatted(end, start));
  }
}
