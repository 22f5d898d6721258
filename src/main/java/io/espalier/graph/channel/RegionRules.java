package io.espalier.graph.channel;

/** Operators that read pixels at computed places: of each channel the same ones. */
final class RegionRules {
  private static final String PLACES = "Its positions are places in an image.";

  private RegionRules() {}

  /** X [N, C, ...], grid [N, ..., r] to Y [N, C, ...]. */
  static void gridSample(Coupling node) {
    node.tie(node.in(0), 0, node.out(0), 0);
    node.tie(node.in(1), 0, node.out(0), 0);
    node.tie(node.in(0), 1, node.out(0), 1);
    freezePlaces(node, node.in(1), 1);
  }

  /** X [N, C, H, W], regions [R, corners], and perhaps images [R], to Y [R, C, h, w]. */
  static void regions(Coupling node) {
    node.tie(node.in(0), 1, node.out(0), 1);
    node.freeze(node.in(0), 0, "Regions name images by number.");
    node.tie(node.in(1), 0, node.out(0), 0);
    node.node().input(2).ifPresent(images -> node.tie(images, 0, node.out(0), 0));
    freezePlaces(node, node.in(1), 1);
  }

  private static void freezePlaces(Coupling node, String places, int firstOfPlaces) {
    node.freezeFrom(node.in(0), 2, PLACES);
    node.freezeFrom(node.out(0), 2, PLACES);
    node.freezeFrom(places, firstOfPlaces, PLACES);
  }

  /** X and Y of one shape; each sequence of the batch is reversed up to its length. */
  static void reverseSequence(Coupling node) {
    String x = node.in(0);
    int time = node.axisAttribute("time_axis", 0, x);
    int batch = node.axisAttribute("batch_axis", 1, x);
    node.tieAll(x, node.out(0));
    node.tie(node.in(1), 0, x, batch);
    node.freeze(x, time, "ReverseSequence turns its order around.");
  }
}
