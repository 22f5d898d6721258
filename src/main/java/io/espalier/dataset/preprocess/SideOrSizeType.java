package io.espalier.dataset.preprocess;

import io.espalier.dataset.Preprocessing.Size;
import io.espalier.json.IntegerType;
import io.espalier.json.JsonPlace;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Pixels as one number ({@code 224}) or as {@code {"height": 48, "width": 192}}. */
final class SideOrSizeType<T> implements OptionType<T> {
  private static final int MOST_PIXELS = 4096;

  private static final OptionType<Integer> PIXELS = IntegerType.ofInt(1, MOST_PIXELS);
  private static final Option<Integer> HEIGHT = Option.required("height", PIXELS, "Rows.");
  private static final Option<Integer> WIDTH = Option.required("width", PIXELS, "Columns.");

  private final OptionType<T> side;
  private final OptionType<T> size;

  SideOrSizeType(Function<Integer, T> ofSide, Function<Size, T> ofSize) {
    this.side = PIXELS.map(ofSide);
    this.size =
        ObjectType.of(
            List.of(HEIGHT, WIDTH),
            values -> ofSize.apply(new Size(values.get(HEIGHT), values.get(WIDTH))));
  }

  @Override
  public Optional<T> read(JsonNode value, JsonPlace place) {
    return value.isObject() ? size.read(value, place) : side.read(value, place);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("oneOf", List.of(side.schema(), size.schema()));
  }
}
