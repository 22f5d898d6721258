package io.espalier.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Device;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.TorchRuntime;
import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.family.TransformerFamilies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table in the documentation is what the networks really do. */
final class MatrixTest {
  private static final Path DOCUMENT = Path.of("docs/architectures.md");
  private static final Path MADE = Path.of("target/architectures.md");
  private static final long SEED = 3;

  @TempDir Path folder;

  @Test
  void everyArchitectureGoesThroughEveryStageAsTheDocumentSays() throws IOException {
    List<MatrixRow> rows = rows();
    String table = table(rows);
    Files.writeString(MADE, table);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.untyped()).isZero();
              assertThat(row.onnxParity().sound()).isTrue();
              assertThat(row.torchParity().sound()).isTrue();
              assertThat(row.reImport().sound()).isTrue();
            });
    assertThat(DOCUMENT)
        .as("%s is out of date: put the table of %s there", DOCUMENT, MADE)
        .content()
        .contains(table);
  }

  private List<MatrixRow> rows() {
    Walk walk = new Walk(new OnnxRuntime(1), new TorchRuntime(Device.CPU, 1), folder);
    List<MatrixRow> rows = new ArrayList<>();
    for (String name : ConvolutionFamilies.names()) {
      rows.add(walk.row(name, ConvolutionFamilies.build(name, SEED)));
    }
    for (String name : TransformerFamilies.names()) {
      rows.add(walk.row(name, TransformerFamilies.build(name, SEED)));
    }
    return rows;
  }

  private static String table(List<MatrixRow> rows) {
    String headings = MatrixRow.HEADINGS.stream().collect(Collectors.joining(" | ", "| ", " |"));
    String rule =
        MatrixRow.HEADINGS.stream().map(_ -> "---").collect(Collectors.joining("|", "|", "|"));
    return "%s%n%s%n%s%n"
        .formatted(
            headings, rule, rows.stream().map(MatrixRow::text).collect(Collectors.joining("\n")));
  }
}
