package io.espalier.method.spec;

import io.espalier.format.onnx.Precision;
import io.espalier.json.BooleanType;
import io.espalier.json.ChoiceType;
import io.espalier.json.ConstantType;
import io.espalier.json.IntegerType;
import io.espalier.json.JsonPlace;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.OptionValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * An output, written as a bare name ({@code "onnx"}) or as an object with options ({@code
 * {"type":"onnx","opset":13}}).
 */
public final class OutputType implements OptionType<Output> {
  /** The oldest opset an ONNX file can be written in. */
  public static final int OLDEST_OPSET = 13;

  /** The newest opset an ONNX file can be written in. */
  public static final int NEWEST_OPSET = 21;

  private static final Option<Optional<Integer>> OPSET =
      Option.optional(
          "opset",
          IntegerType.ofInt(OLDEST_OPSET, NEWEST_OPSET),
          "Version of ONNX's operators; without it the source's own, or the lowest from 17 on.");
  private static final Option<Precision> PRECISION =
      Option.withDefault(
          "precision",
          ChoiceType.of(Arrays.stream(Precision.values()), Precision::wireName),
          "Element type of floating weights; inputs and outputs stay as they are.",
          Precision.FP32,
          Precision.FP32.wireName());
  private static final Option<Boolean> FOLD_BATCH_NORM =
      Option.withDefault(
          "foldBatchNorm",
          BooleanType.either(),
          "Make every BatchNormalization part of the convolution before it.",
          false,
          false);

  private final ChoiceType<Output> bare =
      ChoiceType.of(
          Arrays.stream(OutputKind.values()).map(OutputKind::plain),
          output -> output.kind().wireName());
  private final SequencedMap<String, ObjectType<Output>> objects = new LinkedHashMap<>();

  /** Every kind of output. */
  public OutputType() {
    put(
        OutputKind.ONNX,
        List.of(OPSET, PRECISION, FOLD_BATCH_NORM),
        values ->
            new Output.Onnx(values.get(OPSET), values.get(PRECISION), values.get(FOLD_BATCH_NORM)));
    put(OutputKind.TORCHSCRIPT, List.of(), _ -> Output.TORCHSCRIPT);
    put(OutputKind.SAFETENSORS, List.of(), _ -> Output.SAFETENSORS);
    put(OutputKind.REPORT, List.of(), _ -> Output.REPORT);
  }

  private void put(OutputKind kind, List<Option<?>> options, Function<OptionValues, Output> make) {
    List<Option<?>> all = new ArrayList<>();
    all.add(Option.required("type", ConstantType.of(kind.wireName()), kind.meaning()));
    all.addAll(options);
    objects.put(kind.wireName(), ObjectType.of(all, make));
  }

  @Override
  public Optional<Output> read(JsonNode value, JsonPlace place) {
    return value.isObject()
        ? Option.required("type", bare, "one of " + String.join(", ", objects.keySet()) + ".")
            .readFrom(value, place)
            .flatMap(named -> objects.get(named.kind().wireName()).read(value, place))
        : bare.read(value, place);
  }

  @Override
  public Map<String, Object> schema() {
    List<Map<String, Object>> schemas = new ArrayList<>();
    schemas.add(bare.schema());
    objects.values().forEach(object -> schemas.add(object.schema()));
    return Map.of("oneOf", schemas);
  }
}
