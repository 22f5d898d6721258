package io.espalier.architecture;

import io.espalier.architecture.description.HuggingFaceConfig;
import io.espalier.architecture.description.NamedArchitectures;
import io.espalier.json.ChoiceType;
import io.espalier.json.JsonPlace;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.StrictJson;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads which architecture a client means. */
public final class ArchitectureReader {
  private static final String PLACE = "/architecture";

  private ArchitectureReader() {}

  /**
   * The architecture a text describes.
   *
   * <ul>
   *   <li>a name, for example {@code resnet18}; what timm puts after a dot, the training, is passed
   *       over
   *   <li>a JSON object with a name as {@code type} and options, for example {@code
   *       {"type":"vit","heads":4}}
   *   <li>the {@code config.json} of Hugging Face transformers, which has a {@code model_type}
   * </ul>
   *
   * @throws EspalierException {@link ErrorCode#VALIDATION_FAILED} with every fault, or what {@link
   *     StrictJson} throws for text that is no JSON
   */
  public static Architecture parse(String text) {
    Problems problems = new Problems();
    Optional<Architecture> architecture =
        read(document(text.strip()), new JsonPlace(PLACE, problems));
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    return architecture.orElseThrow(
        () -> new IllegalStateException("Impossible state: nothing and no problem was read."));
  }

  /** Every name that {@link #parse} takes, families first. */
  public static List<String> names() {
    return List.copyOf(NamedArchitectures.types().keySet());
  }

  /** The JSON schema (2020-12) of each named architecture with its options. */
  public static Map<String, Object> schema() {
    return Map.of(
        "oneOf", NamedArchitectures.types().values().stream().map(ObjectType::schema).toList());
  }

  private static JsonNode document(String text) {
    if (text.startsWith("{")) {
      return StrictJson.read("architecture", text.getBytes(StandardCharsets.UTF_8));
    }
    return JsonNodeFactory.instance.objectNode().put("type", text.replaceFirst("\\..*", ""));
  }

  private static Optional<Architecture> read(JsonNode document, JsonPlace place) {
    if (document.has("type")) {
      return readTyped("type", NamedArchitectures.types(), document, place);
    }
    if (document.has("model_type")) {
      return readTyped("model_type", HuggingFaceConfig.types(), document, place);
    }
    if (document.path("architectures").path(0).isString()) {
      return readTyped("model_type", HuggingFaceConfig.types(), withModelType(document), place);
    }
    place.refuse(
        "architecture-unnamed",
        "The architecture has neither a type nor a model_type. Name it, for example"
            + " {\"type\":\"resnet18\"}, or send the config.json of the model.");
    return Optional.empty();
  }

  private static Optional<Architecture> readTyped(
      String member,
      SequencedMap<String, ObjectType<Architecture>> types,
      JsonNode document,
      JsonPlace place) {
    return Option.required(
            member, ChoiceType.ofTypes(List.copyOf(types.keySet())), "the architecture.")
        .readFrom(document, place)
        .flatMap(type -> types.get(type).read(document, place));
  }

  /**
   * The document with the model type that its class name {@code ViTForImageClassification} says.
   */
  private static JsonNode withModelType(JsonNode document) {
    String modelClass = document.path("architectures").path(0).stringValue();
    String type = modelClass.replaceFirst("(For|Model).*", "").toLowerCase(Locale.ROOT);
    ObjectNode named = ((ObjectNode) document).deepCopy();
    return named.put("model_type", type);
  }
}
