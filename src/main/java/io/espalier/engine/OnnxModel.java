package io.espalier.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.espalier.graph.Dim;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An open session of ONNX Runtime. */
final class OnnxModel implements RunnableModel {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final RuntimeInfo runtime;
  private final List<ValueInfo> inputs;
  private boolean closed;

  OnnxModel(OrtEnvironment environment, OrtSession session, int threads) throws OrtException {
    this.environment = environment;
    this.session = session;
    this.runtime = new RuntimeInfo("onnxruntime", environment.getVersion(), "cpu", threads);
    this.inputs = session.getInputInfo().values().stream().map(OnnxModel::declared).toList();
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> given) {
    Inputs.require(inputs, given);
    Map<String, OnnxTensor> arguments = new LinkedHashMap<>();
    try (Arena arena = Arena.ofConfined()) {
      for (Map.Entry<String, Tensor> input : given.entrySet()) {
        arguments.put(input.getKey(), argument(input.getValue(), arena));
      }
      try (OrtSession.Result result = session.run(arguments)) {
        return outputs(result);
      }
    } catch (OrtException failure) {
      throw new EspalierException(
          ErrorCode.MODEL_NOT_RUNNABLE,
          ("The model cannot be run in ONNX Runtime on the inputs (%s). If they do not suit it,"
                  + " upload it with the parameter shape.")
              .formatted(Inputs.describe(given)),
          failure);
    } finally {
      arguments.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor argument(Tensor tensor, Arena arena) throws OrtException {
    ByteBuffer bytes = NativeBytes.shared(tensor, arena);
    return OnnxTensor.createTensor(
        environment, bytes, tensor.shape(), OnnxTypes.of(tensor.elementType()));
  }

  private static List<Tensor> outputs(OrtSession.Result result) {
    List<Tensor> outputs = new ArrayList<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      outputs.add(output(output.getKey(), output.getValue()));
    }
    return outputs;
  }

  private static Tensor output(String name, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new EspalierException(
          ErrorCode.MODEL_NOT_RUNNABLE, "The output (%s) is not a tensor.".formatted(name));
    }
    TensorInfo info = tensor.getInfo();
    return NativeBytes.tensor(OnnxTypes.of(info.type), info.getShape(), tensor.getByteBuffer());
  }

  private static ValueInfo declared(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw new EspalierException(
          ErrorCode.MODEL_NOT_RUNNABLE,
          "The input (%s) is not a tensor.".formatted(node.getName()));
    }
    List<Dim> shape =
        Arrays.stream(info.getShape())
            .mapToObj(extent -> extent < 0 ? Dim.symbol("?") : Dim.of(extent))
            .toList();
    return new ValueInfo(node.getName(), new TensorType(OnnxTypes.of(info.type), shape));
  }

  @Override
  public RuntimeInfo runtime() {
    return runtime;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      session.close();
    } catch (OrtException failure) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "ONNX Runtime cannot close the model.", failure);
    }
  }
}
