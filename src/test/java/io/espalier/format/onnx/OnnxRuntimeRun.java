package io.espalier.format.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Runs a model file in ONNX Runtime, the independent second opinion. */
public final class OnnxRuntimeRun {
  private OnnxRuntimeRun() {}

  /** Outputs by name for inputs by name. */
  public static Map<String, Tensor> of(Path model, Map<String, Tensor> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> feed = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = options();
        OrtSession session = environment.createSession(model.toString(), options)) {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        feed.put(input.getKey(), tensor(environment, input.getValue()));
      }
      return run(session, feed);
    } catch (OrtException failure) {
      throw new AssertionError("ONNX Runtime refuses the model.", failure);
    } finally {
      feed.values().forEach(OnnxTensor::close);
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
    return options;
  }

  private static Map<String, Tensor> run(OrtSession session, Map<String, OnnxTensor> feed)
      throws OrtException {
    Map<String, Tensor> outputs = new TreeMap<>();
    try (OrtSession.Result result = session.run(feed)) {
      result.forEach(entry -> outputs.put(entry.getKey(), tensor((OnnxTensor) entry.getValue())));
    }
    return outputs;
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(tensor.byteSize()))
            .order(ByteOrder.nativeOrder());
    MemorySegment.ofBuffer(bytes).copyFrom(tensor.bytes());
    long[] shape = tensor.shape();
    return switch (tensor.elementType()) {
      case FLOAT -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), shape);
      case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape);
      case FLOAT16 ->
          OnnxTensor.createTensor(environment, bytes.asShortBuffer(), shape, OnnxJavaType.FLOAT16);
      default -> throw new IllegalArgumentException("No test feeds " + tensor.type());
    };
  }

  private static Tensor tensor(OnnxTensor value) {
    ByteBuffer bytes = value.getByteBuffer();
    MemorySegment copy = Arena.ofAuto().allocate(bytes.remaining(), Long.BYTES);
    copy.copyFrom(MemorySegment.ofBuffer(bytes));
    TensorInfo info = value.getInfo();
    ElementType type = ElementType.valueOf(info.type.name());
    return Tensor.of(type, info.getShape(), copy);
  }
}
