package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Split;
import io.espalier.dataset.read.array.ArrayFiles;
import io.espalier.dataset.read.array.NumberArray;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.zip.ZipEntry;
import io.espalier.dataset.read.zip.ZipLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Archives of arrays, in pairs of inputs and targets: npz with {@code x} and {@code y}, each alone
 * or with a split before or after it, and IDX files under the names of MNIST.
 */
final class ArrayFormat {
  private static final String INPUT = "x|images?|data|features|inputs?";
  private static final String TARGET = "y|labels?|targets?";
  private static final Pattern NPY =
      Pattern.compile(
          "(?:(?<before>[a-z0-9]+)_)??(?:(?<input>%s)|(?<target>%s))(?:_(?<after>[a-z0-9]+))?\\.npy"
              .formatted(INPUT, TARGET));
  private static final Pattern IDX =
      Pattern.compile(
          "(?:.*-)?(?<before>[a-z0-9]+)-(?:(?<input>images)|(?<target>labels))[-.]idx[0-9]-ubyte"
              + "(?<after>)(?:\\.gz)?");

  /** The input and target of a split as far as they were found. */
  private record Pair(Optional<ZipEntry> input, Optional<ZipEntry> target) {
    static final Pair EMPTY = new Pair(Optional.empty(), Optional.empty());

    Pair with(ZipEntry entry, boolean isInput) {
      if ((isInput ? input : target).isPresent()) {
        throw DatasetFault.at(
            "entry " + entry.name(),
            "array-pair",
            "The array (%s) is the second of its kind in its split."
                .formatted(DatasetFault.quote(entry.name())));
      }
      return isInput ? new Pair(Optional.of(entry), target) : new Pair(input, Optional.of(entry));
    }
  }

  private final String format;
  private final FormatContext context;
  private final ArchiveFiles files;
  private final Pattern names;
  private final Function<ZipEntry, NumberArray> read;
  private final Map<SplitName, Pair> divided = new TreeMap<>();
  private Pair undivided = Pair.EMPTY;
  private long leftOut;

  private ArrayFormat(
      String format,
      FormatContext context,
      ArchiveFiles files,
      Pattern names,
      Function<ZipEntry, NumberArray> read) {
    this.format = format;
    this.context = context;
    this.files = files;
    this.names = names;
    this.read = read;
  }

  static boolean isNpz(ArchiveFiles files) {
    return files.all().stream().anyMatch(file -> matches(NPY, file))
        || files.all().stream().allMatch(file -> file.joined().endsWith(".npy"));
  }

  static boolean isIdx(ArchiveFiles files) {
    return files.all().stream().anyMatch(file -> matches(IDX, file));
  }

  private static boolean matches(Pattern names, ArchiveFile file) {
    return file.isAtRoot() && names.matcher(lower(file)).matches();
  }

  private static String lower(ArchiveFile file) {
    return file.folder(0).toLowerCase(Locale.ROOT);
  }

  static Content npz(ArchiveFiles files, FormatContext context) {
    return new ArrayFormat("npz", context, files, NPY, arrays(files, context)::npy).read();
  }

  static Content idx(ArchiveFiles files, FormatContext context) {
    return new ArrayFormat("idx", context, files, IDX, arrays(files, context)::idx).read();
  }

  private static ArrayFiles arrays(ArchiveFiles files, FormatContext context) {
    ZipLimits zip = context.limits().zip();
    return new ArrayFiles(files.archive(), context.unpacking(), zip.ratio(), zip.freeBytes());
  }

  private Content read() {
    files.all().forEach(this::sort);
    if (!divided.isEmpty() && !undivided.equals(Pair.EMPTY)) {
      Pair train = divided.putIfAbsent(SplitName.TRAIN, undivided);
      leftOut += train == null ? 0 : 1;
    }
    List<Split> splits = new ArrayList<>();
    List<DatasetTask> tasks = new ArrayList<>();
    if (divided.isEmpty()) {
      ArraySamples samples = samples("", undivided);
      tasks.add(samples.targets().task());
      splits.addAll(context.divide(samples, tasks.getFirst()));
    }
    divided.forEach(
        (name, pair) -> {
          ArraySamples samples = samples(name.wireName(), pair);
          tasks.add(samples.targets().task());
          splits.add(Part.all(name.wireName(), samples));
        });
    refuseDifferent(tasks);
    List<String> warnings = leftOut == 0 ? List.of() : List.of(FormatContext.leftOut(leftOut));
    return new Content(
        format, tasks.getFirst(), classes(tasks), splits, context.manifest(), warnings);
  }

  private Optional<List<String>> classes(List<DatasetTask> tasks) {
    return tasks.contains(DatasetTask.REGRESSION)
        ? Optional.of(List.of())
        : context.manifest().classes();
  }

  private static void refuseDifferent(List<DatasetTask> tasks) {
    if (tasks.stream().distinct().count() > 1) {
      throw DatasetFault.at("", "task-mismatch", "The targets of the splits are not of one kind.");
    }
  }

  private void sort(ArchiveFile file) {
    Matcher matcher = names.matcher(lower(file));
    if (!file.isAtRoot() || !matcher.matches()) {
      leftOut += file.joined().equals(Manifest.FILE) ? 0 : 1;
      return;
    }
    boolean isInput = matcher.group("input") != null;
    List<String> said =
        Stream.of("before", "after")
            .flatMap(group -> Optional.ofNullable(matcher.group(group)).stream())
            .filter(name -> !name.isEmpty())
            .toList();
    if (said.isEmpty()) {
      undivided = undivided.with(file.entry(), isInput);
      return;
    }
    Optional<SplitName> split = said.size() == 1 ? SplitName.of(said.getFirst()) : Optional.empty();
    if (split.isEmpty()) {
      leftOut++;
    } else {
      divided.merge(
          split.get(),
          Pair.EMPTY.with(file.entry(), isInput),
          (old, _) -> old.with(file.entry(), isInput));
    }
  }

  private ArraySamples samples(String split, Pair pair) {
    NumberArray input = read.apply(pair.input().orElseThrow(() -> missing(split, "inputs")));
    NumberArray target = read.apply(pair.target().orElseThrow(() -> missing(split, "targets")));
    ArrayInputs inputs = new ArrayInputs(input, context.limits().image().pixels());
    return new ArraySamples(
        inputs, ArrayTargets.of(target, inputs, context.task(), context.range()));
  }

  private RuntimeException missing(String split, String what) {
    String where = split.isEmpty() ? "The data set" : "The split (%s)".formatted(split);
    return DatasetFault.at("", "missing-array", "%s has no array of %s.".formatted(where, what));
  }
}
