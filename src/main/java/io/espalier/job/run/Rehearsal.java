package io.espalier.job.run;

import io.espalier.format.ImportedModel;
import io.espalier.format.ModelFiles;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.intake.ImportOptions;
import io.espalier.intake.ModelImporter;
import io.espalier.job.JobContext;
import io.espalier.job.ScratchFolder;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Compresses the bundled network once and drops the result, so that the first job of a process
 * finds libraries loaded and code compiled; otherwise it takes about half as long again as later
 * ones.
 */
public final class Rehearsal implements Runnable {
  private static final String MODEL = "/io/espalier/demo/resnet8-fashion.onnx";

  /** One loads the libraries; the just-in-time compiler wants to see the code a few times more. */
  private static final int ROUNDS = 4;

  private static final JobSpec SPEC =
      new JobSpec(
          "rehearsal",
          List.of(PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5))),
          0,
          Set.of(),
          Optional.empty());

  private final ProvingCompressor compressor;
  private final ModelImporter importer;
  private final Path scratch;

  public Rehearsal(ProvingCompressor compressor, ModelImporter importer, Path scratch) {
    this.compressor = compressor;
    this.importer = importer;
    this.scratch = scratch;
  }

  @Override
  public void run() {
    for (int i = 0; i < ROUNDS; i++) {
      once();
    }
  }

  private void once() {
    try (ScratchFolder folder = ScratchFolder.create(scratch, "rehearsal", 1);
        Arena arena = Arena.ofShared();
        InputStream bundled = Rehearsal.class.getResourceAsStream(MODEL)) {
      Path original = folder.path().resolve("original.onnx");
      Files.copy(Objects.requireNonNull(bundled, MODEL), original);
      ModelFiles files = ModelFiles.of(original);
      ImportedModel imported = importer.read(files, ImportOptions.NONE, arena);
      compressor.compress(
          new Source(files, imported, Analyzer.analyze(imported.graph())),
          SPEC,
          new Unwatched(folder.path()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private record Unwatched(Path scratch) implements JobContext {
    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void progress(double fraction, String phase, String message) {}

    @Override
    public void throwIfCancelled() {}
  }
}
