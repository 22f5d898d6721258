package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Split;
import io.espalier.dataset.read.MaskedImages.Pair;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Archives of images in folders: {@code split/class/image} or {@code class/image}, or for classes
 * of pixels {@code split/images/image} beside {@code split/masks/image}.
 */
final class FolderFormat {
  private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(jpe?g|png|bmp)");
  private static final Pattern EXTENSION = Pattern.compile("\\.[^.]*$");
  private static final int MOST_LISTED = 20;
  private static final String IMAGES = "images";
  private static final String MASKS = "masks";

  private final ArchiveFiles files;
  private final FormatContext context;
  private final ArchiveImages images;
  private final Map<SplitName, List<ArchiveFile>> divided = new TreeMap<>();
  private final List<ArchiveFile> undivided = new ArrayList<>();
  private final List<ArchiveFile> strays = new ArrayList<>();

  FolderFormat(ArchiveFiles files, FormatContext context) {
    this.files = files;
    this.context = context;
    this.images = new ArchiveImages(files.archive(), context.limits().image());
  }

  Content read() {
    sort();
    refuseStrayImages();
    List<ArchiveFile> all =
        Stream.concat(undivided.stream(), divided.values().stream().flatMap(List::stream)).toList();
    if (all.isEmpty()) {
      throw DatasetFault.unsupported(
          "The archive holds no folders of images, no arrays and no table.");
    }
    boolean masked =
        List.of(IMAGES, MASKS)
            .equals(all.stream().map(file -> file.folder(0)).distinct().sorted().toList());
    return masked ? masked() : classified(all);
  }

  /** Puts each file into its split, paths then beginning at the folder of the class. */
  private void sort() {
    boolean isDivided = files.all().stream().anyMatch(FolderFormat::isInSplit);
    for (ArchiveFile file : files.all()) {
      if (isDivided && isInSplit(file)) {
        divided
            .computeIfAbsent(SplitName.of(file.folder(0)).orElseThrow(), _ -> new ArrayList<>())
            .add(new ArchiveFile(file.entry(), file.path().subList(1, file.path().size())));
      } else if (!isDivided && !file.isAtRoot()) {
        undivided.add(file);
      } else if (!file.joined().equals(Manifest.FILE)) {
        strays.add(file);
      }
    }
  }

  private static boolean isInSplit(ArchiveFile file) {
    return file.path().size() > 2 && SplitName.of(file.folder(0)).isPresent();
  }

  private void refuseStrayImages() {
    List<Problem> problems =
        strays.stream()
            .filter(file -> IMAGE.matcher(file.entry().name()).matches())
            .limit(MOST_LISTED)
            .map(FolderFormat::stray)
            .toList();
    if (!problems.isEmpty()) {
      throw new EspalierException(
          ErrorCode.DATASET_INVALID, problems.getFirst().message(), problems);
    }
  }

  private static Problem stray(ArchiveFile file) {
    String name = DatasetFault.quote(file.entry().name());
    return new Problem(
        "dataset:entry " + name,
        "unexpected-entry",
        "The image (%s) is in no folder of a class; put it where the others are.".formatted(name));
  }

  private List<String> warnings() {
    return strays.isEmpty() ? List.of() : List.of(FormatContext.leftOut(strays.size()));
  }

  private Content classified(List<ArchiveFile> all) {
    context.require(DatasetTask.CLASSIFICATION);
    List<String> found = all.stream().map(file -> file.folder(0)).distinct().sorted().toList();
    List<String> classes = context.manifest().classes().orElse(found);
    Map<String, Integer> indices =
        classes.stream().collect(Collectors.toMap(Function.identity(), classes::indexOf));
    refuseUndeclared(found, indices);
    return content(
        "image-folders",
        DatasetTask.CLASSIFICATION,
        Optional.of(classes),
        group -> new FolderImages(images, group, indices(group, indices)));
  }

  private static int[] indices(List<ArchiveFile> group, Map<String, Integer> indices) {
    return group.stream().mapToInt(file -> indices.get(file.folder(0))).toArray();
  }

  private static void refuseUndeclared(List<String> found, Map<String, Integer> declared) {
    List<String> unknown = found.stream().filter(name -> !declared.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      throw DatasetFault.at(
          Manifest.FILE,
          "unknown-class",
          "The folder (%s) is none of the classes that %s declares."
              .formatted(DatasetFault.quote(unknown.getFirst()), Manifest.FILE));
    }
  }

  private Content masked() {
    return content(
        "image-masks",
        context.require(DatasetTask.SEGMENTATION),
        context.manifest().classes(),
        group -> new MaskedImages(images, pairs(group), context.range()));
  }

  private Content content(
      String format,
      DatasetTask task,
      Optional<List<String>> classes,
      Function<List<ArchiveFile>, Samples> samples) {
    List<Split> splits =
        divided.isEmpty()
            ? context.divide(samples.apply(undivided), task)
            : divided.entrySet().stream()
                .<Split>map(
                    split -> Part.all(split.getKey().wireName(), samples.apply(split.getValue())))
                .toList();
    return new Content(format, task, classes, splits, context.manifest(), warnings());
  }

  /** Images with the masks of their names, whatever the extension. */
  private static List<Pair> pairs(List<ArchiveFile> group) {
    Map<String, ArchiveFile> masks = byStem(group, MASKS);
    Map<String, ArchiveFile> pictures = byStem(group, IMAGES);
    refuseAlone(pictures, masks, "has no mask");
    refuseAlone(masks, pictures, "is the mask of no image");
    return pictures.entrySet().stream()
        .map(entry -> new Pair(entry.getValue(), masks.get(entry.getKey())))
        .toList();
  }

  private static Map<String, ArchiveFile> byStem(List<ArchiveFile> group, String folder) {
    Map<String, ArchiveFile> byStem = new TreeMap<>();
    for (ArchiveFile file : group) {
      if (file.folder(0).equals(folder)) {
        String path = file.joined().substring(folder.length());
        if (byStem.put(EXTENSION.matcher(path).replaceFirst(""), file) != null) {
          throw alone(file, "has the name of another but for its extension");
        }
      }
    }
    return byStem;
  }

  private static void refuseAlone(
      Map<String, ArchiveFile> these, Map<String, ArchiveFile> others, String fault) {
    these.forEach(
        (stem, file) -> {
          if (!others.containsKey(stem)) {
            throw alone(file, fault);
          }
        });
  }

  private static EspalierException alone(ArchiveFile file, String fault) {
    return DatasetFault.at(
        "entry " + file.entry().name(),
        "missing-file",
        "The image (%s) %s.".formatted(DatasetFault.quote(file.entry().name()), fault));
  }
}
