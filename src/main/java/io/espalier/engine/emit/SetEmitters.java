package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Map;

/** Operators that count, drop or reorder the elements of a collection. */
final class SetEmitters {
  private SetEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Compress", SetEmitters::compress);
    table.put("ReverseSequence", SetEmitters::reverse);
    table.put("Unique", SetEmitters::unique);
  }

  private static void compress(Site site) {
    String kept = call("torch.squeeze", call("torch.nonzero", site.input(1)), 1);
    boolean flat = !site.node().attributes().containsKey("axis");
    String x = flat ? call("torch.flatten", site.input(0)) : site.input(0);
    site.output(call("torch.index_select", x, flat ? 0 : site.axis(0), kept));
  }

  /** Positions before the end of a sequence are mirrored, those behind it stay. */
  private static void reverse(Site site) {
    String x = site.input(0);
    long time = site.integer("time_axis", 0);
    String steps = call("torch.size", x, time);
    String step =
        site.assign("torch.unsqueeze(torch.arange(%s, device=%s.device), 1)".formatted(steps, x));
    String length = site.assign(call("torch.to", site.input(1), ScalarTypes.INT64));
    String mirrored = "%s - 1 - %s".formatted(length, step);
    String source = call("torch.where", call("torch.lt", step, length), mirrored, step);
    String index = site.assign(time == 0 ? source : call("torch.t", source));
    for (int axis = 2; axis < site.rank(0); axis++) {
      index = call("torch.unsqueeze", index, -1);
    }
    site.output(call("torch.gather", x, time, call("torch.expand_as", index, x)));
  }

  private static void unique(Site site) {
    boolean flat = !site.node().attributes().containsKey("axis");
    int axis = flat ? 0 : site.axis(0);
    String x = flat ? site.assign(call("torch.flatten", site.input(0))) : site.input(0);
    String values = site.newIdentifier();
    String places = site.newIdentifier();
    String counts = site.newIdentifier();
    String found =
        flat
            ? call("torch._unique2", x, "True", "True", "True")
            : call("torch.unique_dim", x, axis, "True", "True", "True");
    site.statement("%s, %s, %s, = %s".formatted(values, places, counts, found));
    String first = site.assign(first(x, axis, places, counts));
    if (site.flag("sorted", true)) {
      outputs(site, values, first, places, counts);
    } else {
      inOrderOfAppearance(site, axis, values, first, places, counts);
    }
  }

  /** The least index of each distinct element. */
  private static String first(String x, int axis, String places, String counts) {
    String size = call("torch.size", x, axis);
    String indices = "torch.arange(%s, device=%s.device)".formatted(size, x);
    String beyond = call("torch.full_like", counts, size);
    return call("torch.scatter_reduce", beyond, 0, places, indices, "\"amin\"");
  }

  private static void inOrderOfAppearance(
      Site site, int axis, String values, String first, String places, String counts) {
    String order = site.assign(call("torch.argsort", first));
    String rank = call("torch.argsort", order);
    outputs(
        site,
        call("torch.index_select", values, axis, order),
        "%s[%s]".formatted(first, order),
        "%s[%s]".formatted(site.assign(rank), places),
        "%s[%s]".formatted(counts, order));
  }

  private static void outputs(Site site, String... results) {
    for (int i = 0; i < results.length; i++) {
      site.output(i, results[i]);
    }
  }
}
