package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.Attribute;
import java.util.Map;

/** Losses against class indices; the classes are the second axis of the scores. */
final class LossEmitters {
  private LossEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("NegativeLogLikelihoodLoss", site -> loss(site, site.input(0)));
    table.put("SoftmaxCrossEntropyLoss", LossEmitters::crossEntropy);
  }

  private static void crossEntropy(Site site) {
    String logarithms = site.assign(call("torch.log_softmax", site.input(0), 1));
    loss(site, logarithms);
    site.output(1, logarithms);
  }

  private static void loss(Site site, String logarithms) {
    String target = site.assign(call("torch.to", site.input(1), ScalarTypes.INT64));
    boolean ignores = site.node().attributes().get("ignore_index") instanceof Attribute.IntValue;
    String ignored =
        ignores ? site.assign(call("torch.eq", target, site.integer("ignore_index", 0))) : "";
    String known = ignores ? site.assign(masked(target, ignored)) : target;
    String picked = call("torch.gather", logarithms, 1, call("torch.unsqueeze", known, 1));
    String negative = site.assign(call("torch.neg", call("torch.squeeze", picked, 1)));
    String weights =
        site.hasInput(2) ? site.input(2) + "[" + known + "]" : call("torch.ones_like", negative);
    String weight = site.assign(ignores ? masked(weights, ignored) : weights);
    String product = call("torch.mul", negative, weight);
    reduce(site, site.assign(ignores ? masked(product, ignored) : product), weight);
  }

  private static String masked(String expression, String ignored) {
    return call("torch.masked_fill", expression, ignored, 0);
  }

  private static void reduce(Site site, String losses, String weight) {
    String reduction = site.text("reduction", "mean");
    site.output(
        switch (reduction) {
          case "none" -> losses;
          case "sum" -> call("torch.sum", losses);
          case "mean" -> call("torch.div", call("torch.sum", losses), call("torch.sum", weight));
          default -> throw site.unsupported("its reduction is unknown");
        });
  }
}
