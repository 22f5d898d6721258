package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.ArrayList;
import java.util.List;

/** Einstein summation; its labels are renamed, so that no text of the model reaches the source. */
final class EinsumEmitter {
  private static final String PUNCTUATION = ",->.";
  private static final int LETTERS = 26;

  private EinsumEmitter() {}

  static void emit(Site site) {
    String equation = site.text("equation", "").replace(" ", "");
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < site.inputCount(); i++) {
      operands.add(site.input(i));
    }
    site.output(call("torch.einsum", '"' + renamed(site, equation) + '"', Literals.list(operands)));
  }

  /** New labels keep the alphabetical order, which is that of an output without labels. */
  private static String renamed(Site site, String equation) {
    List<Character> labels =
        equation
            .chars()
            .mapToObj(label -> (char) label)
            .filter(label -> PUNCTUATION.indexOf(label) < 0)
            .distinct()
            .sorted()
            .toList();
    if (labels.size() > LETTERS || !labels.stream().allMatch(EinsumEmitter::isLetter)) {
      throw site.unsupported("its equation must be made of at most 26 letters, commas and dots");
    }
    StringBuilder renamed = new StringBuilder();
    for (char label : equation.toCharArray()) {
      int index = labels.indexOf(label);
      renamed.append(index < 0 ? label : (char) ('a' + index));
    }
    return renamed.toString();
  }

  private static boolean isLetter(char label) {
    return (label >= 'a' && label <= 'z') || (label >= 'A' && label <= 'Z');
  }
}
