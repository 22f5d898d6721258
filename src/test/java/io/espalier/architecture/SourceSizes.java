package io.espalier.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The sizes of source files and of the methods in them.
 *
 * @param files each file with its number of lines
 * @param methods each method and constructor that has a body
 */
record SourceSizes(List<FileSize> files, List<MethodSize> methods) {

  /**
   * One file.
   *
   * @param name the path below the folder that was measured
   */
  record FileSize(String name, long lines) {}

  /**
   * One method.
   *
   * @param name file and method
   * @param lines from its first annotation or modifier to its closing brace
   * @param parameters 0 for the compact constructor of a record
   */
  record MethodSize(String name, long lines, int parameters) {}

  static SourceSizes below(Path root) {
    Path folder = root.toAbsolutePath();
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      return new SourceSizes(
          files.stream().map(file -> measured(folder, file)).toList(), methods(folder, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of lines that {@code share} of the methods do not exceed. */
  long methodLinesAt(double share) {
    List<Long> lines = methods.stream().map(MethodSize::lines).sorted().toList();
    return lines.get((int) Math.ceil(share * lines.size()) - 1);
  }

  private static FileSize measured(Path folder, Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return new FileSize(folder.relativize(file).toString(), lines.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<MethodSize> methods(Path folder, List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      List<MethodSize> methods = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodCounter(folder, unit, Trees.instance(task).getSourcePositions())
            .scan(unit, methods);
      }
      return List.copyOf(methods);
    }
  }

  private static final class MethodCounter extends TreeScanner<Void, List<MethodSize>> {

    private final String file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    MethodCounter(Path folder, CompilationUnitTree unit, SourcePositions positions) {
      this.file = folder.relativize(Path.of(unit.getSourceFile().toUri())).toString();
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitMethod(MethodTree method, List<MethodSize> methods) {
      if (method.getBody() != null) {
        String name = file + " " + method.getName();
        methods.add(new MethodSize(name, lines(method), parameters(method)));
      }
      return super.visitMethod(method, methods);
    }

    /**
     * The parser gives a compact constructor the components of its record; they stand before it.
     */
    private int parameters(MethodTree method) {
      long start = positions.getStartPosition(unit, method);
      return Math.toIntExact(
          method.getParameters().stream()
              .filter(parameter -> positions.getStartPosition(unit, parameter) > start)
              .count());
    }

    private long lines(Tree tree) {
      LineMap map = unit.getLineMap();
      long first = map.getLineNumber(positions.getStartPosition(unit, tree));
      return map.getLineNumber(positions.getEndPosition(unit, tree)) - first + 1;
    }
  }
}
