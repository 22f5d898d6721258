package io.espalier.format.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.problem.ErrorCategory;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Gives damaged files to a reader: only a refusal may escape, and memory is bounded by the file.
 *
 * <p>{@code espalier.fuzz.seconds} says for how long, {@code espalier.fuzz.seed} with what damage.
 * An input that fails lies in {@code target/fuzz} afterwards; kept under the resources of this
 * package, in the folder of its reader, it is tried first in every later run.
 */
public abstract class ReaderFuzz {
  private static final Path KEPT = Path.of("src/test/resources/io/espalier/format/fuzz");
  private static final Path FOUND = Path.of("target/fuzz");
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("espalier.fuzz.seconds", 3));
  private static final long SEED = Long.getLong("espalier.fuzz.seed", 1);
  private static final Pattern PARTICULAR = Pattern.compile("\\([^)]*\\)|[0-9]+");
  private static final int LARGEST_POOL = 2000;
  private static final long MEMORY_BYTES = 2L << 20;
  private static final long MEMORY_FACTOR = 512;

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long memory;

  /** The name of the reader's folder of kept inputs. */
  protected abstract String name();

  /** Good files, small. */
  protected abstract List<byte[]> corpus();

  /** What the format is written with. */
  protected abstract List<byte[]> tokens();

  protected abstract void read(MemorySegment file, Arena arena);

  /** Texts as tokens. */
  protected static List<byte[]> tokens(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  @Test
  void readsEveryFileOfItsCorpus() {
    assertThat(corpus()).isNotEmpty().allSatisfy(file -> assertThat(outcome(file)).isEmpty());
  }

  @Test
  void refusesWhatOnceFailed() {
    assertThat(kept()).allSatisfy(this::check);
  }

  @Test
  void letsOnlyRefusalsEscape() {
    List<byte[]> pool = new ArrayList<>(corpus());
    pool.addAll(kept());
    Set<Set<String>> seen = new HashSet<>();
    Mutator mutator = new Mutator(SEED, tokens());
    long end = System.nanoTime() + TIME.toNanos();
    long runs = 0;
    while (System.nanoTime() < end) {
      byte[] file = mutator.next(pool);
      if (seen.add(check(file)) && pool.size() < LARGEST_POOL) {
        pool.add(file);
      }
      runs++;
    }
    System.out.printf("%s: %d damaged files, %d outcomes%n", name(), runs, seen.size());
    assertThat(seen).hasSizeGreaterThan(3);
  }

  /** What the file is refused with, once nothing but a refusal escaped. */
  private Set<String> check(byte[] file) {
    try {
      Set<String> kinds = outcome(file);
      long limit = MEMORY_BYTES + MEMORY_FACTOR * file.length;
      if (memory > limit) {
        // The first run of a reader loads classes, which is not what the file takes.
        outcome(file);
        assertThat(memory).as("bytes taken for a file of %d", file.length).isLessThan(limit);
      }
      return kinds;
    } catch (RuntimeException | Error failure) {
      throw new AssertionError("The input is kept in " + keep(file), failure);
    }
  }

  private Set<String> outcome(byte[] file) {
    long before = threads.getCurrentThreadAllocatedBytes();
    CountingArena arena = new CountingArena();
    try (arena) {
      read(MemorySegment.ofArray(file), arena);
      return Set.of();
    } catch (EspalierException refusal) {
      assertThat(refusal.code().category()).isNotEqualTo(ErrorCategory.INTERNAL);
      Set<String> kinds = new HashSet<>(Set.of(refusal.code().wireName()));
      refusal.problems().stream().map(ReaderFuzz::kind).forEach(kinds::add);
      return kinds;
    } finally {
      memory = threads.getCurrentThreadAllocatedBytes() - before + arena.bytes();
    }
  }

  /** The code and the sentence without what is of this file alone. */
  private static String kind(Problem problem) {
    return problem.code() + PARTICULAR.matcher(problem.message()).replaceAll("");
  }

  private List<byte[]> kept() {
    Path folder = KEPT.resolve(name());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(ReaderFuzz::bytes).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path keep(byte[] file) {
    try {
      Files.createDirectories(FOUND);
      return Files.write(Files.createTempFile(FOUND, name(), ".bin"), file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
