package io.espalier.upload;

import io.espalier.json.IntegerType;
import io.espalier.json.JsonPlace;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.TextType;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the documents that open and complete a set; what is accepted is what is documented. */
public final class UploadRequests {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_SHAPE = 4096;
  private static final int DIGITS = 64;

  private static final Option<String> NAME =
      Option.required(
          "name", new PartNameType(), "What the main file calls it; compared, never a path.");
  private static final Option<Optional<Long>> BYTES =
      Option.optional(
          "bytes", IntegerType.ofLong(0, Long.MAX_VALUE), "Its length, which is then checked.");
  private static final Option<Optional<String>> SHA256 =
      Option.optional("sha256", new DigestType(DIGITS), "Its SHA-256, which is then checked.");
  private static final ObjectType<AnnouncedPart> PART =
      ObjectType.of(
          List.of(NAME, BYTES, SHA256),
          values -> new AnnouncedPart(values.get(NAME), values.get(BYTES), values.get(SHA256)));

  private static final Option<String> MAIN =
      Option.withDefault(
          "main",
          TextType.upTo(LONGEST_NAME),
          "The part that is read first: the ONNX file, the weights, the index of shards. May be"
              + " left out where the set has one part.",
          "",
          "");
  private static final Option<String> MODEL_NAME =
      Option.withDefault("name", TextType.upTo(LONGEST_NAME), "What the model is called.", "", "");
  private static final Option<String> SHAPE =
      Option.withDefault(
          "shape",
          TextType.upTo(LONGEST_SHAPE),
          "Shapes of inputs whose extents the files leave open: x:1,3,48,192.",
          "",
          "");
  private static final Option<String> ARCHITECTURE =
      Option.withDefault(
          "architecture",
          new TextOrObjectType(),
          "The network whose weights the files hold: a name, or an object with a name and options,"
              + " or a Hugging Face configuration.",
          "",
          "");
  private static final ObjectType<Completing> COMPLETING =
      ObjectType.of(
          List.of(MAIN, MODEL_NAME, SHAPE, ARCHITECTURE),
          values ->
              new Completing(
                  values.get(MAIN),
                  values.get(MODEL_NAME),
                  values.get(SHAPE),
                  values.get(ARCHITECTURE)));

  private final ObjectType<List<AnnouncedPart>> opening;

  /**
   * A reader of documents.
   *
   * @param mostParts of one set
   */
  public UploadRequests(int mostParts) {
    Option<List<AnnouncedPart>> parts =
        Option.required("parts", ListType.of(PART, mostParts), "The files that will be sent.");
    this.opening = ObjectType.of(List.of(parts), values -> values.get(parts));
  }

  /**
   * What completes a set.
   *
   * @param main name of the part that is read first, or empty
   * @param shape in the form of the parameter {@code shape}, or empty
   * @param architecture text, or empty
   */
  public record Completing(String main, String name, String shape, String architecture) {}

  /**
   * The parts a document announces.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED with every fault
   */
  public List<AnnouncedPart> opening(JsonNode document) {
    return read(opening, document);
  }

  /**
   * What a document says of the model.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED with every fault
   */
  public Completing completing(JsonNode document) {
    return read(COMPLETING, document);
  }

  private static <T> T read(OptionType<T> type, JsonNode document) {
    Problems problems = new Problems();
    Optional<T> read = type.read(document, JsonPlace.root(problems));
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    return read.orElseThrow(
        () -> new IllegalStateException("Impossible state: nothing and no problem was read."));
  }

  /** The JSON schema of the document that opens a set. */
  public Map<String, Object> openingSchema() {
    return opening.schema();
  }

  /** The JSON schema of the document that completes a set. */
  public Map<String, Object> completingSchema() {
    return COMPLETING.schema();
  }
}
