package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.PreprocessingOverride;
import io.espalier.dataset.PreprocessingType;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.zip.ZipArchive;
import io.espalier.dataset.read.zip.ZipEntry;
import io.espalier.json.ChoiceType;
import io.espalier.json.JsonPlace;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.StrictJson;
import io.espalier.json.TextType;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What an archive says about itself in its {@code dataset.json}.
 *
 * @param classes names in the order of their indices
 */
record Manifest(
    Optional<DatasetTask> task,
    Optional<List<String>> classes,
    Optional<PreprocessingOverride> preprocessing) {
  static final String FILE = "dataset.json";
  static final Manifest NONE = new Manifest(Optional.empty(), Optional.empty(), Optional.empty());

  private static final int LONGEST_NAME = 256;
  private static final int MOST_CLASSES = 30_000;

  private static final Option<Optional<DatasetTask>> TASK =
      Option.optional(
          "task",
          ChoiceType.of(Stream.of(DatasetTask.values()), DatasetTask::wireName),
          "What the targets are.");
  private static final Option<Optional<List<String>>> CLASSES =
      Option.optional(
          "classes",
          ListType.ofDistinct(TextType.upTo(LONGEST_NAME), MOST_CLASSES, Function.identity()),
          "The names of the classes in the order of their indices.");
  private static final Option<Optional<PreprocessingOverride>> PREPROCESSING =
      Option.optional(
          "preprocessing", PreprocessingType.type(), "How images become the network's input.");
  private static final OptionType<Manifest> TYPE =
      ObjectType.of(
          List.of(TASK, CLASSES, PREPROCESSING),
          values -> new Manifest(values.get(TASK), values.get(CLASSES), values.get(PREPROCESSING)));

  /**
   * Reads the file.
   *
   * @throws EspalierException ({@code DATASET_INVALID}) with every problem found
   */
  static Manifest read(ZipArchive archive, ZipEntry entry) {
    if (entry.bytes() > StrictJson.MOST_BYTES) {
      throw DatasetFault.at(
          FILE,
          "too-large",
          "The file (%s) has more than %d bytes.".formatted(FILE, StrictJson.MOST_BYTES));
    }
    return read(archive.read(entry));
  }

  private static Manifest read(byte[] json) {
    Problems problems = new Problems();
    Optional<Manifest> manifest = Optional.empty();
    try {
      manifest = TYPE.read(StrictJson.read(FILE, json), JsonPlace.root(problems));
    } catch (EspalierException fault) {
      problems.add("", fault.code().wireName(), fault.getMessage());
    }
    placed(problems).throwIfPresent(ErrorCode.DATASET_INVALID);
    return manifest.orElse(NONE);
  }

  private static Problems placed(Problems problems) {
    Problems placed = new Problems();
    for (Problem problem : problems.toList()) {
      placed.add("dataset:" + FILE + problem.place(), problem.code(), problem.message());
    }
    return placed;
  }
}
