package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Split;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.table.CsvRow;
import io.espalier.dataset.read.table.Table;
import io.espalier.dataset.read.zip.ZipArchive;
import io.espalier.dataset.read.zip.ZipEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Tables of comma-separated values: one, or one for each split, alone or beside their images. */
final class TableFormat {
  private static final String EXTENSION = ".csv";

  private final FormatContext context;
  private final Optional<ArchiveImages> images;
  private final Map<String, ArchiveFile> files;

  private TableFormat(
      FormatContext context, Optional<ArchiveImages> images, Map<String, ArchiveFile> files) {
    this.context = context;
    this.images = images;
    this.files = files;
  }

  /** A table that is the whole upload. */
  static Content bare(MemorySegment file, FormatContext context) {
    return new TableFormat(context, Optional.empty(), Map.of())
        .one(Table.read(file, context.limits().table()));
  }

  /** The tables at the root of an archive. */
  static List<ArchiveFile> tables(ArchiveFiles files) {
    return files.atRoot().filter(file -> name(file).endsWith(EXTENSION)).toList();
  }

  /** A table in an archive, or one for each split. */
  static Content inArchive(ArchiveFiles files, List<ArchiveFile> tables, FormatContext context) {
    ArchiveImages images = new ArchiveImages(files.archive(), context.limits().image());
    TableFormat format = new TableFormat(context, Optional.of(images), files.byPath());
    if (tables.size() == 1) {
      return format.one(format.table(files.archive(), tables.getFirst().entry()));
    }
    Map<SplitName, Table> divided = new TreeMap<>();
    for (ArchiveFile file : tables) {
      SplitName split = SplitName.of(stem(file)).orElseThrow(() -> notOne(file));
      if (divided.put(split, format.table(files.archive(), file.entry())) != null) {
        throw notOne(file);
      }
    }
    return format.several(divided);
  }

  private static String name(ArchiveFile file) {
    return file.joined().toLowerCase(Locale.ROOT);
  }

  private static String stem(ArchiveFile file) {
    return name(file).substring(0, name(file).length() - EXTENSION.length());
  }

  private static RuntimeException notOne(ArchiveFile file) {
    return DatasetFault.at(
        "entry " + file.entry().name(),
        "csv-several",
        "The table (%s) is one of several, but no split is called so; give one table, or"
            + " train.csv and test.csv.".formatted(DatasetFault.quote(file.entry().name())));
  }

  private Table table(ZipArchive archive, ZipEntry entry) {
    try (InputStream input = archive.open(entry)) {
      MemorySegment text = context.unpacking().all(entry.name(), input, entry.bytes());
      return Table.read(text, context.limits().table());
    } catch (IOException failure) {
      throw new UncheckedIOException("The data set cannot be unpacked.", failure);
    }
  }

  private Content one(Table table) {
    TableColumns columns = columns(table);
    TableTargets targets = targets(columns, List.of(table));
    Samples samples = samples(table, columns, targets);
    List<Split> splits =
        columns.split().isPresent()
            ? bySplitColumn(table, columns.split().getAsInt(), samples)
            : context.divide(samples, targets.task());
    return content(targets, splits);
  }

  private Content several(Map<SplitName, Table> divided) {
    Table first = divided.values().iterator().next();
    TableColumns columns = columns(first);
    for (Table table : divided.values()) {
      if (!table.columns().equals(first.columns())) {
        throw DatasetFault.at(
            "line 1", "csv-header", "The tables of the splits must have the same columns.");
      }
    }
    TableTargets targets = targets(columns, List.copyOf(divided.values()));
    List<Split> splits = new ArrayList<>();
    divided.forEach(
        (name, table) -> splits.add(Part.all(name.wireName(), samples(table, columns, targets))));
    return content(targets, splits);
  }

  private TableColumns columns(Table table) {
    TableColumns columns = TableColumns.of(table.columns(), context.options().columns());
    if (columns.image().isPresent() && images.isEmpty()) {
      throw DatasetFault.at(
          "line 1", "missing-file", "The table names images; pack it into a zip with them.");
    }
    return columns;
  }

  private TableSamples samples(Table table, TableColumns columns, TableTargets targets) {
    return new TableSamples(
        table, columns, targets, columns.image().isPresent() ? images : Optional.empty(), files);
  }

  private TableTargets targets(TableColumns columns, List<Table> tables) {
    LabelCensus census = new LabelCensus(context.limits().classes());
    int target = columns.targets().getFirst();
    tables.forEach(
        table ->
            table.forEach(
                row -> {
                  if (target < row.size()) {
                    census.add(row.text(target));
                  }
                }));
    DatasetTask natural = columns.targets().size() > 1 ? DatasetTask.REGRESSION : census.task();
    DatasetTask task = context.task().orElse(natural);
    boolean fits =
        task == DatasetTask.REGRESSION
            || task == DatasetTask.CLASSIFICATION && columns.targets().size() == 1;
    if (!fits) {
      throw DatasetFault.at(
          "",
          "task-mismatch",
          "A table with %d targets cannot serve %s."
              .formatted(columns.targets().size(), task.wireName()));
    }
    Optional<List<String>> classes = context.manifest().classes().or(census::classes);
    List<String> named = classes.orElse(List.of());
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < named.size(); i++) {
      indices.put(named.get(i), i);
    }
    boolean onlyNames = context.manifest().classes().isEmpty() && classes.isPresent();
    return new TableTargets(
        columns,
        task,
        classes,
        indices,
        onlyNames ? Optional.empty() : Optional.of(context.range()));
  }

  private List<Split> bySplitColumn(Table table, int column, Samples samples) {
    Map<SplitName, IntStream.Builder> indices = new TreeMap<>();
    int[] index = {0};
    table.forEach(
        row -> {
          indices.computeIfAbsent(split(row, column), _ -> IntStream.builder()).add(index[0]);
          index[0]++;
        });
    List<Split> splits = new ArrayList<>();
    indices.forEach(
        (name, chosen) -> splits.add(new Part(name.wireName(), samples, chosen.build().toArray())));
    return splits;
  }

  /** The split of a row; one without the field is a fault of the sample, wherever it goes. */
  private static SplitName split(CsvRow row, int column) {
    if (column >= row.size()) {
      return SplitName.TRAIN;
    }
    String name = row.text(column);
    return SplitName.of(name)
        .orElseThrow(
            () ->
                DatasetFault.at(
                    row.place(),
                    "unknown-split",
                    "The split (%s) on line %d must be train, val or test."
                        .formatted(DatasetFault.quote(name), row.line())));
  }

  private Content content(TableTargets targets, List<Split> splits) {
    Optional<List<String>> classes =
        targets.task() == DatasetTask.REGRESSION ? Optional.of(List.of()) : targets.classes();
    return new Content("csv", targets.task(), classes, splits, context.manifest(), List.of());
  }
}
