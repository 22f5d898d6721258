package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The activations of a recurrent operator.
 *
 * <p>The lists activation_alpha and activation_beta hold a number for each activation that takes
 * one, in the order of the activations; where a list ends, defaults follow.
 */
final class RecurrentActivations {
  private final Site site;
  private final Iterator<Float> alphas;
  private final Iterator<Float> betas;

  private RecurrentActivations(Site site) {
    this.site = site;
    alphas = site.node().floatsAttribute("activation_alpha").orElse(List.of()).iterator();
    betas = site.node().floatsAttribute("activation_beta").orElse(List.of()).iterator();
  }

  /** Lower-case names, those of the first direction first. */
  static List<String> names(Site site, List<String> defaults, int directions) {
    List<String> repeated = new ArrayList<>();
    Collections.nCopies(directions, defaults).forEach(repeated::addAll);
    List<String> names =
        site.node().stringsAttribute("activations").filter(n -> !n.isEmpty()).orElse(repeated);
    if (names.size() != repeated.size()) {
      throw site.unsupported("it needs %d activations but names %d", repeated.size(), names.size());
    }
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /** What each activation does to an expression. */
  static List<UnaryOperator<String>> of(Site site, List<String> names) {
    RecurrentActivations activations = new RecurrentActivations(site);
    return names.stream().map(activations::function).toList();
  }

  private UnaryOperator<String> function(String name) {
    return switch (name) {
      case "sigmoid", "tanh", "relu" -> x -> call("torch." + name, x);
      case "softsign" -> x -> call("torch.div", x, call("torch.add", call("torch.abs", x), "1.0"));
      case "softplus" -> x -> call("torch.logaddexp", x, call("torch.zeros_like", x));
      case "leakyrelu" -> withAlpha("torch.leaky_relu", "0.01");
      case "elu" -> withAlpha("torch.elu", "1.0");
      case "thresholdedrelu" -> withAlpha("torch.threshold", "1.0", "0.0");
      case "affine" -> affine(alpha("1.0"), beta("0.0"));
      case "hardsigmoid" -> hardSigmoid(alpha("0.2"), beta("0.5"));
      case "scaledtanh" -> scaledTanh();
      default -> throw site.unsupported("its activation (%s) is unknown", printable(name));
    };
  }

  private UnaryOperator<String> withAlpha(String function, String otherwise, String... rest) {
    String alpha = alpha(otherwise);
    String further = rest.length == 0 ? "" : ", " + String.join(", ", rest);
    return x -> call(function, x, alpha + further);
  }

  private static UnaryOperator<String> affine(String alpha, String beta) {
    return x -> call("torch.add", call("torch.mul", x, alpha), beta);
  }

  private static UnaryOperator<String> hardSigmoid(String alpha, String beta) {
    UnaryOperator<String> line = affine(alpha, beta);
    return x -> call("torch.clamp", line.apply(x), "0.0", "1.0");
  }

  private UnaryOperator<String> scaledTanh() {
    if (!alphas.hasNext() || !betas.hasNext()) {
      throw site.unsupported("its activation ScaledTanh has no alpha and beta");
    }
    String alpha = alpha("1.0");
    String beta = beta("1.0");
    return x -> call("torch.mul", call("torch.tanh", call("torch.mul", x, beta)), alpha);
  }

  private String alpha(String otherwise) {
    return alphas.hasNext() ? Literals.number(alphas.next()) : otherwise;
  }

  private String beta(String otherwise) {
    return betas.hasNext() ? Literals.number(betas.next()) : otherwise;
  }

  private static String printable(String name) {
    return name.replaceAll("[^a-z0-9]", "?");
  }
}
