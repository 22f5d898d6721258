package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Einstein summation; its labels are renamed, so that no text of the model reaches the source. */
final class EinsumEmitter {
  private static final String PUNCTUATION = ",->.";

  private EinsumEmitter() {}

  static void emit(Site site) {
    String equation = site.text("equation", "").replace(" ", "");
    if (!equation.contains("->")) {
      throw site.unsupported("its equation must name the output's labels");
    }
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < site.inputCount(); i++) {
      operands.add(site.input(i));
    }
    site.output(call("torch.einsum", '"' + renamed(site, equation) + '"', Literals.list(operands)));
  }

  private static String renamed(Site site, String equation) {
    Map<Character, Character> labels = new HashMap<>();
    StringBuilder renamed = new StringBuilder();
    for (char label : equation.toCharArray()) {
      renamed.append(
          PUNCTUATION.indexOf(label) >= 0
              ? label
              : labels.computeIfAbsent(label, _ -> newLabel(site, label, labels.size())));
    }
    return renamed.toString();
  }

  private static char newLabel(Site site, char label, int taken) {
    boolean letter = (label >= 'a' && label <= 'z') || (label >= 'A' && label <= 'Z');
    if (!letter || taken >= 26) {
      throw site.unsupported("its equation must be made of at most 26 letters, commas and dots");
    }
    return (char) ('a' + taken);
  }
}
