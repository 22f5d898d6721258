package io.espalier.job.run;

import io.espalier.engine.DeviceProbe;
import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.bench.LatencyBenchmark;
import io.espalier.engine.bench.LatencyTable;
import io.espalier.report.Provenance;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What a run is given of the machine it runs on.
 *
 * @param nanoClock nanoseconds from any origin
 * @param latencies of layers, as far as they were measured before
 */
public record RunEnvironment(
    TorchRuntime torch,
    OnnxRuntime onnx,
    LatencyBenchmark benchmark,
    InstantSource clock,
    LongSupplier nanoClock,
    Provenance.Machine machine,
    LatencyTable latencies,
    DeviceProbe devices) {}
