package io.espalier.report;

import io.espalier.engine.bench.Latency;
import io.espalier.method.BlockCut;
import io.espalier.method.CostTotals;
import io.espalier.method.GroupCut;
import io.espalier.method.LayerComparison;
import io.espalier.method.LayerCost;
import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.PruningRecord.LatencyOutcome;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.TargetOutcome;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.report.Provenance.Machine;
import io.espalier.report.Provenance.ModelFile;
import io.espalier.report.Provenance.Part;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A report of two layers, with names that can be chosen. */
final class SampleReport {
  private SampleReport() {}

  static Report named(String name) {
    return new Report(
        figures(77_000, 12_000_000, 310_000, 1.25, 0.912),
        figures(31_000, 6_010_000, 126_000, 0.71, 0.634),
        List.of(step(name)),
        List.of(
            new LayerComparison(
                name,
                "Conv",
                new LayerCost(16, "float[batch,16,28,28]", 144, 112_896, 225_792, 576),
                new LayerCost(8, "float[batch,8,28,28]", 72, 56_448, 112_896, 288)),
            new LayerComparison(
                "head",
                "Gemm",
                new LayerCost(10, "float[batch,10]", 650, 640, 1_290, 2_600),
                new LayerCost(10, "float[batch,10]", 330, 320, 650, 1_320))),
        Optional.of(new OutputAgreement("16 seeded random samples", 16, 4.2, 0.37, 0.75, 0.9213)),
        List.of(
            VerificationCheck.of(
                "libtorch equals ONNX Runtime", true, "Largest relative difference 3.1e-07.")),
        Convention.ALL,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        provenance(name));
  }

  private static ModelFigures figures(
      long parameters, long macs, long bytes, double millis, double top1) {
    return new ModelFigures(
        parameters,
        macs,
        2 * macs,
        bytes,
        List.of(
            new Latency("onnxruntime", "1.29.0", "cpu", 1, 2, 20, 1, millis, 1.5 * millis),
            new Latency("libtorch", "2.7.1", "cpu", 1, 2, 20, 1, 2 * millis, 3 * millis)),
        Optional.of(new MeasuredAccuracy("fashion-mnist-heldout", 1000, top1, 0.99)));
  }

  private static StepReport step(String name) {
    PruneSpec spec = PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5));
    return new StepReport(
        "prune",
        spec.toDocument(),
        Optional.of(
            new TargetOutcome(
                spec.target(),
                Budget.ofMacs(0.5008),
                true,
                "50.1 % of the MACs remain; 50.0 % were asked for.")),
        List.of(
            new GroupCut(
                name, 16, 8, IntStream.range(0, 8).boxed().toList(), false, Optional.empty())),
        List.of(new BlockCut("add_2", PruneLevel.BLOCK, List.of("conv_2a"), true)),
        List.of("A warning about %s.".formatted(name)),
        Optional.empty(),
        Optional.of(pruning()),
        Optional.empty());
  }

  private static PruningReport pruning() {
    CostTotals half = new CostTotals(31_000, 6_010_000, 12_020_000, 126_000);
    return new PruningReport(
        "hrank",
        500,
        12.5,
        List.of(new PruningReport.Round(1, half, Optional.empty())),
        List.of(new RecoveredLayer("conv2", "least-squares", 0.75, 0.03125)),
        List.of(new Candidate(1, List.of(8, 16), half, 0.25, Optional.of(0.875), 0.5)),
        Optional.of(new LatencyOutcome("onnxruntime 1.28.0 on cpu, 2 threads", 2, 1.25, 1.2, 1.1)));
  }

  private static Provenance provenance(String name) {
    Map<String, String> libraries = new LinkedHashMap<>();
    libraries.put("onnxruntime", "1.29.0");
    libraries.put("libtorch", "2.7.1");
    return new Provenance(
        "job_1",
        new ModelFile(name, "a".repeat(64), 310_000, List.of()),
        new ModelFile(
            "model.onnx",
            "b".repeat(64),
            126_000,
            List.of(new Part("model.onnx.data", "c".repeat(64), 5_000_000_000L))),
        Map.of("model", name),
        42,
        new Machine("0.1.0", "Temurin 25", "Linux 6.1 amd64", "cpu", 2),
        libraries,
        Instant.parse("2026-11-20T10:00:00Z"),
        Instant.parse("2026-11-20T10:00:03.250Z"));
  }
}
