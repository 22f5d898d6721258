package io.espalier.dataset.read;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.zip.ZipArchive;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/** Recognises what a file is by its content, and reads it so. */
final class Formats {
  private static final int LOOKED_AT_BYTES = 4096;

  private Formats() {}

  /**
   * Reads a file.
   *
   * @throws io.espalier.problem.EspalierException ({@code DATASET_INVALID}, {@code
   *     UNSUPPORTED_FORMAT}) with the first fault of its structure
   */
  static Content read(MemorySegment file, FormatContext context) {
    if (file.byteSize() == 0) {
      throw DatasetFault.at("", "empty-file", "The file is empty; upload a data set.");
    }
    if (ZipArchive.looksLike(file)) {
      return archive(ArchiveFiles.of(ZipArchive.read(file, context.limits().zip())), context);
    }
    if (isText(file)) {
      return TableFormat.bare(file, context);
    }
    throw DatasetFault.unsupported(
        "The file is neither a zip archive nor a table of comma-separated values; pack images or"
            + " arrays into a zip.");
  }

  private static boolean isText(MemorySegment file) {
    long length = Math.min(LOOKED_AT_BYTES, file.byteSize());
    for (long at = 0; at < length; at++) {
      byte value = file.get(ValueLayout.JAVA_BYTE, at);
      if (value >= 0 && value < ' ' && value != '\n' && value != '\r' && value != '\t') {
        return false;
      }
    }
    return true;
  }

  private static Content archive(ArchiveFiles files, FormatContext given) {
    Optional<ArchiveFile> manifest = files.atRoot(Manifest.FILE);
    FormatContext context =
        given.with(
            manifest
                .map(file -> Manifest.read(files.archive(), file.entry()))
                .orElse(Manifest.NONE));
    if (ArrayFormat.isIdx(files)) {
      return ArrayFormat.idx(files, context);
    }
    if (ArrayFormat.isNpz(files)) {
      return ArrayFormat.npz(files, context);
    }
    List<ArchiveFile> tables = TableFormat.tables(files);
    return tables.isEmpty()
        ? new FolderFormat(files, context).read()
        : TableFormat.inArchive(files, tables, context);
  }
}
