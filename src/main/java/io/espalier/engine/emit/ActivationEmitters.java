package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.Map;

/** Activations with parameters. */
final class ActivationEmitters {
  private static final float SELU_ALPHA = 1.67326319217681884765625f;
  private static final float SELU_GAMMA = 1.05070102214813232421875f;

  private ActivationEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("Celu", site -> apply(site, "torch.celu", site.number("alpha", 1)));
    table.put("Clip", ActivationEmitters::clip);
    table.put("Elu", site -> apply(site, "torch.elu", site.number("alpha", 1)));
    table.put("Gelu", ActivationEmitters::gelu);
    table.put("HardSigmoid", ActivationEmitters::hardSigmoid);
    table.put("HardSwish", site -> apply(site, "torch.hardswish"));
    table.put("LeakyRelu", site -> apply(site, "torch.leaky_relu", site.number("alpha", 0.01f)));
    table.put("LogSoftmax", site -> apply(site, "torch.log_softmax", site.integer("axis", -1)));
    table.put("Mish", site -> apply(site, "torch.mish"));
    table.put("PRelu", ActivationEmitters::pRelu);
    table.put("Selu", ActivationEmitters::selu);
    table.put("Shrink", ActivationEmitters::shrink);
    table.put("Softmax", site -> apply(site, "torch.softmax", site.integer("axis", -1)));
    table.put("Softplus", ActivationEmitters::softplus);
    table.put("Softsign", ActivationEmitters::softsign);
    table.put("Swish", ActivationEmitters::swish);
    table.put("ThresholdedRelu", ActivationEmitters::thresholdedRelu);
  }

  private static void apply(Site site, String function) {
    site.output(call(function, site.input(0)));
  }

  private static void apply(Site site, String function, Object parameter) {
    site.output(call(function, site.input(0), parameter));
  }

  /** Constant bounds become literals; computed ones are scalar tensors. */
  private static void clip(Site site) {
    boolean literal = isKnown(site, 1) && isKnown(site, 2);
    boolean unbounded = !site.hasInput(1) && !site.hasInput(2);
    String lower = literal ? literalOrNone(site, 1) : site.inputOrNone(1);
    String upper = literal ? literalOrNone(site, 2) : site.inputOrNone(2);
    site.output(unbounded ? site.input(0) : call("torch.clamp", site.input(0), lower, upper));
  }

  private static boolean isKnown(Site site, int index) {
    return !site.hasInput(index) || site.constant(index).isPresent();
  }

  private static String literalOrNone(Site site, int index) {
    return site.hasInput(index) ? site.scalarLiteral(index) : Literals.NONE;
  }

  private static void gelu(Site site) {
    String approximation = site.text("approximate", "none");
    String literal =
        switch (approximation) {
          case "none" -> "\"none\"";
          case "tanh" -> "\"tanh\"";
          default -> throw site.unsupported("the approximation (%s) is unknown", approximation);
        };
    site.output(call("torch.gelu", site.input(0), "approximate=" + literal));
  }

  private static void hardSigmoid(Site site) {
    String scaled = call("torch.mul", site.input(0), site.number("alpha", 0.2f));
    String shifted = call("torch.add", scaled, site.number("beta", 0.5f));
    site.output(call("torch.clamp", shifted, "0.0", "1.0"));
  }

  private static void pRelu(Site site) {
    String x = site.input(0);
    String sloped = call("torch.mul", x, site.input(1));
    site.output(call("torch.where", call("torch.lt", x, 0), sloped, x));
  }

  private static void selu(Site site) {
    String alpha = site.number("alpha", SELU_ALPHA);
    String gamma = site.number("gamma", SELU_GAMMA);
    site.output(call("torch.elu", site.input(0), alpha, gamma, "1.0"));
  }

  /** Nothing within the threshold, and a shift towards zero beyond it. */
  private static void shrink(Site site) {
    String x = site.input(0);
    String threshold = site.number("lambd", 0.5f);
    String bias = site.number("bias", 0);
    String above = shifted(site, call("torch.sub", x, bias));
    String below = shifted(site, call("torch.add", x, bias));
    String inner =
        call("torch.where", call("torch.gt", x, threshold), above, call("torch.zeros_like", x));
    site.output(call("torch.where", call("torch.lt", x, "-" + threshold), below, inner));
  }

  /** Integers stay integers. */
  private static String shifted(Site site, String shifted) {
    return site.isFloating(0) ? shifted : call("torch.to", shifted, site.scalarType(0));
  }

  /** Not torch.softplus, which is linear above a threshold. */
  private static void softplus(Site site) {
    String x = site.input(0);
    site.output(call("torch.logaddexp", x, call("torch.zeros_like", x)));
  }

  private static void softsign(Site site) {
    String x = site.input(0);
    site.output(call("torch.div", x, call("torch.add", call("torch.abs", x), "1.0")));
  }

  private static void swish(Site site) {
    String x = site.input(0);
    boolean plain = site.node().floatAttribute("alpha", 1) == 1;
    String gate = call("torch.sigmoid", call("torch.mul", x, site.number("alpha", 1)));
    site.output(plain ? call("torch.silu", x) : call("torch.mul", x, gate));
  }

  private static void thresholdedRelu(Site site) {
    String x = site.input(0);
    String above = call("torch.gt", x, site.number("alpha", 1));
    site.output(call("torch.where", above, x, call("torch.zeros_like", x)));
  }
}
