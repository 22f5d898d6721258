import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings every Java source below a folder to google-java-format, or says which are not.
 *
 * <p>Run by the build on the toolchain's JDK, because the formatter reads only the Java of the JDK
 * it runs on and Maven may run on an older one.
 */
final class Format {

  private static final Formatter FORMATTER = new Formatter(JavaFormatterOptions.defaultOptions());

  private Format() {}

  /** The first argument is {@code check} or {@code fix}; the second, the folder. */
  public static void main(String[] arguments) throws IOException {
    boolean fix = arguments[0].equals("fix");
    Path root = Path.of(arguments[1]);
    List<Path> different;
    try (Stream<Path> files = Files.walk(root)) {
      different =
          files.filter(file -> file.toString().endsWith(".java")).toList().parallelStream()
              .filter(file -> differs(file, fix))
              .toList();
    }
    different.forEach(file -> System.out.println((fix ? "Formatted " : "Not formatted: ") + file));
    if (!fix && !different.isEmpty()) {
      System.out.println("Run this, then build again: mvn -q validate -Pformat");
      System.exit(1);
    }
  }

  private static boolean differs(Path file, boolean fix) {
    try {
      String before = Files.readString(file);
      Optional<String> after = formatted(file, before);
      if (fix && after.isPresent() && !after.get().equals(before)) {
        Files.writeString(file, after.get());
      }
      return after.isEmpty() || !after.get().equals(before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> formatted(Path file, String source) {
    try {
      String ordered =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE);
      return Optional.of(FORMATTER.formatSource(ordered));
    } catch (FormatterException e) {
      System.out.println("Cannot be parsed: " + file + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
