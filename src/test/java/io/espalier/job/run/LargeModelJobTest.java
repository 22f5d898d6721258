package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.format.ModelFiles;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.job.JobArtifact;
import io.espalier.job.JobResult;
import io.espalier.report.Provenance;
import io.espalier.report.Report;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job on a model that fits no single file; what fits is set to 64 KiB. */
class LargeModelJobTest {
  private static final long LIMIT_BYTES = 64 << 10;
  private static final String DATA = "model.onnx.data";

  /** The original is written anew, under another name that each tensor repeats. */
  private static final long NAME_BYTES = 64;

  @TempDir private Path home;
  private Workshop workshop;
  private ModelFiles files;
  private String model;

  @BeforeEach
  void uploadAModelInParts() throws IOException {
    NetworkBuilder network = new NetworkBuilder("wide", 3);
    String x = network.input("x", 3, 8, 8);
    String hidden = network.relu(network.conv(x, 3, 64, 3, 1, 1));
    String deeper = network.relu(network.conv(hidden, 64, 128, 3, 1, 1));
    String y = network.linear(network.op("Flatten", deeper), 128 * 64, 4);
    files =
        new OnnxWriter("test", LIMIT_BYTES)
            .write(network.output(y, 4).build(), home.resolve("wide.onnx"));
    open(LIMIT_BYTES);
  }

  private void open(long limitBytes) throws IOException {
    workshop = new Workshop(home, limitBytes);
    model = workshop.upload("wide", files, "", "");
  }

  private long uploadedBytes() throws IOException {
    return Files.size(files.main()) + Files.size(files.parts().get("wide.onnx.data"));
  }

  private JobResult run(String outputs) throws IOException {
    return workshop.run(
        """
        {"model":"%s","outputs":%s,"steps":[{"type":"prune","target":{"macs":0.8}},
         {"type":"prune","target":{"macs":0.8}}]}
        """
            .formatted(model, outputs));
  }

  @Test
  void leavesTheModelInTwoFilesBesideTheOtherOutputs() throws IOException {
    JobResult result = run("[\"onnx\",\"torchscript\",\"safetensors\",\"report\"]");
    Report report = workshop.report(result);

    assertThat(result.artifacts())
        .extracting(JobArtifact::name)
        .containsExactly(
            "model.onnx",
            DATA,
            "model.pt",
            "model.safetensors",
            "widths.json",
            "pruning.json",
            "pruning-2.json",
            "report.json");
    assertThat(report.verification())
        .noneMatch(VerificationCheck::failed)
        .extracting(VerificationCheck::check)
        .contains(
            "the file reads back as the graph that was written",
            "step 2: cut equals silenced",
            "libtorch equals ONNX Runtime on the original",
            "model.onnx (opset 17, fp32) computes what the result computes");
    assertThat(report.before().bytes()).isCloseTo(uploadedBytes(), within(NAME_BYTES));
    assertThat(report.after().bytes())
        .isEqualTo(
            Files.size(workshop.file(result, "model.onnx"))
                + Files.size(workshop.file(result, DATA)));
  }

  @Test
  void namesEveryFileInTheReport() throws IOException {
    JobResult result = run("[\"onnx\",\"report\"]");
    Provenance provenance = workshop.report(result).provenance();

    assertThat(provenance.input().parts())
        .extracting(Provenance.Part::name)
        .containsExactly("wide.onnx.data");
    assertThat(provenance.output().parts())
        .containsExactly(
            new Provenance.Part(
                DATA,
                result.artifacts().get(1).content().sha256(),
                Files.size(workshop.file(result, DATA))));
  }

  @Test
  void makesFilesThatAnybodyCanLoadFromOneFolder() throws IOException {
    JobResult result = run("[\"onnx\"]");
    Path folder = Files.createDirectory(home.resolve("downloads"));
    Path main = Files.copy(workshop.file(result, "model.onnx"), folder.resolve("any-name.onnx"));
    Path data = Files.copy(workshop.file(result, DATA), folder.resolve(DATA));
    try (Arena arena = Arena.ofConfined();
        RunnableModel loaded = new OnnxRuntime(1).load(main)) {
      Graph graph =
          new OnnxReader(OnnxLimits.standard())
              .read(new ModelFiles(main, Map.of(DATA, data)), arena)
              .graph();
      Tensor x = Tensor.ofFloats(new long[] {1, 3, 8, 8}, new float[192]);
      assertThat(loaded.run(Map.of(graph.inputs().getFirst().name(), x)))
          .extracting(output -> List.of(output.dim(0), output.dim(1)))
          .containsExactly(List.of(1L, 4L));
    }
  }

  @Test
  void leavesOneFileWhereTheResultFitsIt() throws IOException {
    open(uploadedBytes() - 1);
    JobResult result = run("[\"onnx\",\"report\"]");

    assertThat(result.artifacts())
        .extracting(JobArtifact::name)
        .containsExactly("model.onnx", "pruning.json", "pruning-2.json", "report.json");
    assertThat(workshop.report(result).provenance().output().parts()).isEmpty();
  }

  @Test
  void saysWhatWasExaminedWhenTheReportIsAlone() throws IOException {
    Provenance provenance = workshop.report(run("[\"report\"]")).provenance();

    assertThat(provenance.output().name()).isEqualTo("model.onnx");
    assertThat(provenance.output().parts()).extracting(Provenance.Part::name).containsExactly(DATA);
  }

  @Test
  void removesFilesOfProofsAsSoonAsTheyWereRun() throws IOException {
    run("[\"report\"]");
    try (Stream<Path> left = Files.walk(home)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .contains("original.onnx", "original.onnx.data")
          .noneMatch(name -> name.startsWith("silenced-") || name.startsWith("step-"));
    }
  }
}
