package io.espalier.job.run.output;

import io.espalier.format.SourceTensor;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import java.util.List;
import java.util.Map;

/**
 * What outputs are made of and compared with.
 *
 * @param original the model as it came, normalised
 * @param compressed what the last step left
 * @param sources the tensor of the uploaded files each initializer was made of, where there is one
 * @param samples inputs by name
 * @param reference outputs of the compressed model on the samples, from ONNX Runtime
 */
public record OutputSource(
    Analysis original,
    Analysis compressed,
    Map<String, SourceTensor> sources,
    Map<String, Tensor> samples,
    List<Tensor> reference) {
  public OutputSource {
    sources = Map.copyOf(sources);
    samples = Map.copyOf(samples);
    reference = List.copyOf(reference);
  }
}
