package io.espalier.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.espalier.format.onnx.OnnxWriter;
import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Runs a graph in ONNX Runtime, without its optimisations, on seeded inputs. */
public final class ReferenceRun implements AutoCloseable {
  private static final long SEED = 5;

  private final Graph graph;
  private final OrtSession session;

  public ReferenceRun(Graph graph) {
    this.graph = graph;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OnnxWriter("test").write(graph, Channels.newChannel(bytes));
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(bytes.toByteArray(), options);
    } catch (OrtException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** Shapes of all outputs by name, with numbers for the symbols of the inputs. */
  public Map<String, long[]> shapes(Map<String, Long> symbols) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    run(symbols, (name, tensor) -> shapes.put(name, tensor.getInfo().getShape()));
    return shapes;
  }

  /** Float outputs by name, with numbers for the symbols of the inputs. */
  public Map<String, float[]> floats(Map<String, Long> symbols) {
    Map<String, float[]> values = new LinkedHashMap<>();
    run(symbols, (name, tensor) -> values.put(name, floats(tensor.getFloatBuffer())));
    return values;
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private void run(Map<String, Long> symbols, Visitor visitor) {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (ValueInfo input : graph.inputs()) {
        inputs.put(input.name(), random(input, symbols));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
          if (output.getValue().getInfo() instanceof TensorInfo) {
            visitor.visit(output.getKey(), (OnnxTensor) output.getValue());
          }
        }
      }
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor random(ValueInfo input, Map<String, Long> symbols) throws OrtException {
    long[] shape = input.type().shape().stream().mapToLong(d -> number(d, symbols)).toArray();
    float[] values = new float[(int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Random random = new Random(SEED);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
  }

  private static long number(Dim dim, Map<String, Long> symbols) {
    long number = dim.coefficient();
    for (String symbol : dim.factors()) {
      number *= symbols.get(symbol);
    }
    return number;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private interface Visitor {
    void visit(String name, OnnxTensor tensor) throws OrtException;
  }
}
