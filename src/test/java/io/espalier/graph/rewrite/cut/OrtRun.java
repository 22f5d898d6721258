package io.espalier.graph.rewrite.cut;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.rewrite.lower.Lowering;
import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Runs a graph in ONNX Runtime on seeded inputs: normally distributed numbers, or zeros and ones
 * where integers are asked for.
 */
public final class OrtRun {
  private static final long BATCH = 2;
  private static final long SPATIAL = 64;

  private OrtRun() {}

  /** The first output, flat; a symbolic batch is 2, other symbolic extents are 64. */
  public static float[] run(Graph graph, long seed) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = options();
        OrtSession session = environment.createSession(onnx(spelled(graph)), options)) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      Random random = new Random(seed);
      for (ValueInfo input : graph.inputs()) {
        inputs.put(input.name(), tensor(environment, input, random));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    } catch (OrtException failure) {
      throw new AssertionError("ONNX Runtime refuses the graph.", failure);
    }
  }

  /** Operators that fusion makes are spelled out, for no file of the opset can name them. */
  private static Graph spelled(Graph graph) {
    return Lowering.to(graph, graph.opset()).graph();
  }

  /** The graph as an ONNX file. */
  static byte[] onnx(Graph graph) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OnnxWriter("test").write(graph, Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
    return options;
  }

  private static OnnxTensor tensor(OrtEnvironment environment, ValueInfo input, Random random)
      throws OrtException {
    long[] shape = new long[input.type().rank()];
    int count = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      Dim dim = input.type().dim(axis);
      boolean batch = dim.equals(input.type().dim(0));
      shape[axis] = dim.isKnown() ? dim.size() : batch ? BATCH : SPATIAL;
      count *= (int) shape[axis];
    }
    if (input.type().elementType() == ElementType.INT64) {
      long[] bits = random.longs(count, 0, 2).toArray();
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(bits), shape);
    }
    FloatBuffer values = FloatBuffer.allocate(count);
    while (values.hasRemaining()) {
      values.put((float) random.nextGaussian());
    }
    return OnnxTensor.createTensor(environment, values.flip(), shape);
  }
}
