package io.espalier.dataset.read;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.zip.ZipArchive;
import io.espalier.dataset.read.zip.ZipEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of an archive that count, in the order of their names: hidden ones and those that
 * systems leave behind are passed over, and so is one folder around everything.
 */
final class ArchiveFiles {
  private static final Set<String> LEFT_BEHIND = Set.of("__MACOSX", "Thumbs.db", "desktop.ini");
  private static final Pattern NESTED =
      Pattern.compile(".*\\.(zip|npz|tar|tgz|tar\\.gz|bz2|xz|7z|rar)");
  private static final Pattern DATA =
      Pattern.compile(".*\\.(npy|csv)|.*-(images|labels).*-ubyte(\\.gz)?|dataset\\.json");

  private final ZipArchive archive;
  private final List<ArchiveFile> files;

  private ArchiveFiles(ZipArchive archive, List<ArchiveFile> files) {
    this.archive = archive;
    this.files = files;
  }

  /**
   * Looks at the names of an archive.
   *
   * @throws io.espalier.problem.EspalierException [archive-nested], [dataset-empty]
   */
  static ArchiveFiles of(ZipArchive archive) {
    List<ArchiveFile> visible =
        archive.entries().stream()
            .map(entry -> new ArchiveFile(entry, List.of(entry.name().split("/"))))
            .filter(file -> file.path().stream().noneMatch(ArchiveFiles::isLeftBehind))
            .toList();
    visible.forEach(file -> refuseNested(file.entry()));
    if (visible.isEmpty()) {
      throw DatasetFault.at("zip", "dataset-empty", "The archive holds no files.");
    }
    List<ArchiveFile> files = visible;
    while (isWrapped(files)) {
      files =
          files.stream()
              .map(
                  file -> new ArchiveFile(file.entry(), file.path().subList(1, file.path().size())))
              .toList();
    }
    return new ArchiveFiles(archive, files);
  }

  private static boolean isLeftBehind(String segment) {
    return segment.startsWith(".") || LEFT_BEHIND.contains(segment);
  }

  private static void refuseNested(ZipEntry entry) {
    if (NESTED.matcher(entry.name().toLowerCase(Locale.ROOT)).matches()) {
      throw DatasetFault.at(
          "entry " + entry.name(),
          "archive-nested",
          "The entry (%s) is an archive itself; pack its files."
              .formatted(DatasetFault.quote(entry.name())));
    }
  }

  /** True when one folder holds everything and means nothing itself. */
  private static boolean isWrapped(List<ArchiveFile> files) {
    String first = files.getFirst().folder(0);
    boolean isCommon =
        files.stream().allMatch(file -> !file.isAtRoot() && file.folder(0).equals(first));
    return isCommon
        && SplitName.of(first).isEmpty()
        && files.stream().anyMatch(ArchiveFiles::holdsMoreThanAClass);
  }

  private static boolean holdsMoreThanAClass(ArchiveFile file) {
    return file.path().size() > 2 || DATA.matcher(file.folder(1)).matches();
  }

  ZipArchive archive() {
    return archive;
  }

  List<ArchiveFile> all() {
    return files;
  }

  Stream<ArchiveFile> atRoot() {
    return files.stream().filter(ArchiveFile::isAtRoot);
  }

  Optional<ArchiveFile> atRoot(String name) {
    return atRoot().filter(file -> file.folder(0).equals(name)).findFirst();
  }

  Map<String, ArchiveFile> byPath() {
    Map<String, ArchiveFile> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.joined(), file));
    return byPath;
  }
}
