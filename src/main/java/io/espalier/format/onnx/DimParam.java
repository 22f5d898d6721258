package io.espalier.format.onnx;

import io.espalier.graph.Dim;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a {@code dim_param}: a symbol, or a product such as {@code 2*batch*tokens}. */
final class DimParam {
  private static final Pattern PRODUCT =
      Pattern.compile("([1-9][0-9]{0,17}\\*)?[A-Za-z_][^*\\s]*(\\*[A-Za-z_][^*\\s]*)*");

  private DimParam() {}

  /** The extent a text stands for; a text that is no product is one symbol as a whole. */
  static Dim parse(String text) {
    if (!PRODUCT.matcher(text).matches()) {
      return Dim.symbol(text);
    }
    List<String> factors = Arrays.asList(text.split("\\*"));
    boolean hasNumber = Character.isDigit(text.charAt(0));
    return new Dim.Symbolic(
        hasNumber ? Long.parseLong(factors.getFirst()) : 1,
        factors.subList(hasNumber ? 1 : 0, factors.size()));
  }
}
