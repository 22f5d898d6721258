package io.espalier.engine.emit;

import static io.espalier.engine.OperatorCase.whole;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecialistParityTest {
  private static final long NOWHERE = -1;

  @ParameterizedTest
  @MethodSource({"losses", "signals", "sets", "ngrams", "determinants"})
  void computesWhatOnnxRuntimeComputes(OperatorCase operator) {
    Parity.assertParity(operator);
  }

  static Stream<OperatorCase> losses() {
    return Stream.of("none", "sum", "mean")
        .flatMap(
            reduction ->
                Stream.of(
                    loss("NegativeLogLikelihoodLoss", reduction).label(reduction),
                    weighted("NegativeLogLikelihoodLoss", reduction)
                        .label(reduction + ", weighted, ignoring"),
                    loss("SoftmaxCrossEntropyLoss", reduction).label(reduction),
                    weighted("SoftmaxCrossEntropyLoss", reduction)
                        .outputs(2)
                        .label(reduction + ", weighted, ignoring")));
  }

  static Stream<OperatorCase> signals() {
    return Stream.of(
        OperatorCase.of("DFT").batchInput(2, 8, 1),
        OperatorCase.of("DFT").label("complex").batchInput(2, 7, 2),
        OperatorCase.of("DFT").label("one-sided").with("onesided", 1).batchInput(2, 7, 1),
        OperatorCase.of("DFT").label("inverse").with("inverse", 1).batchInput(2, 6, 2),
        OperatorCase.of("DFT")
            .label("axis and length")
            .with("axis", 2)
            .batchInput(2, 3, 6, 1)
            .constant(integer(9)),
        OperatorCase.of("DFT")
            .label("axis input")
            .opset(20)
            .batchInput(2, 3, 6, 1)
            .omitted()
            .constant(integer(-3)),
        OperatorCase.of("STFT")
            .batchInput(2, 20, 1)
            .constant(integer(4))
            .positiveWeight(8)
            .constant(integer(8)),
        OperatorCase.of("STFT")
            .label("both sides")
            .with("onesided", 0)
            .batchInput(2, 21, 1)
            .constant(integer(3))
            .omitted()
            .constant(integer(7)),
        window("HannWindow", 1),
        window("HannWindow", 0),
        window("HammingWindow", 1),
        window("HammingWindow", 0),
        window("BlackmanWindow", 1),
        window("BlackmanWindow", 0),
        OperatorCase.of("MelWeightMatrix")
            .input(integer(8))
            .constant(integer(64))
            .constant(integer(8192))
            .constant(Tensor.scalar(100))
            .constant(Tensor.scalar(4000)),
        OperatorCase.of("MelWeightMatrix")
            .label("fewer bins than filters")
            .input(integer(20))
            .constant(integer(16))
            .constant(integer(8192))
            .constant(Tensor.scalar(0))
            .constant(Tensor.scalar(4000)));
  }

  static Stream<OperatorCase> sets() {
    return Stream.of(
        unique("flat"),
        unique("by appearance").with("sorted", 0),
        unique("rows").with("axis", 0),
        unique("columns by appearance").with("axis", -1).with("sorted", 0),
        OperatorCase.of("Compress").batchInput(3, 4).constant(flags(1, 0, 0, 1, 1)),
        OperatorCase.of("Compress")
            .label("axis")
            .with("axis", 1)
            .batchInput(3, 4)
            .constant(flags(0, 1, 1)),
        OperatorCase.of("Compress")
            .label("last")
            .with("axis", -1)
            .batchInput(3, 4)
            .input(flags(0, 1, 1, 0)),
        OperatorCase.of("ReverseSequence").input(4, 3, 2).constant(Tensor.vector(4, 1, 2)),
        OperatorCase.of("ReverseSequence")
            .label("batch first")
            .with("batch_axis", 0)
            .with("time_axis", 1)
            .batchInput(3, 4)
            .constant(Tensor.vector(4, 1, 2)));
  }

  static Stream<OperatorCase> ngrams() {
    return Stream.of(
        ngrams("TF", 1, 1, 0),
        ngrams("TF", 1, 2, 1),
        ngrams("TF", 2, 2, 5),
        ngrams("IDF", 1, 2, 0).withFloats("weights", 2f, 3f, 4f, 5f, 6f),
        ngrams("TFIDF", 1, 2, 0).withFloats("weights", 2f, 3f, 4f, 5f, 6f));
  }

  static Stream<OperatorCase> determinants() {
    return Stream.of(
        OperatorCase.of("Det").input(3, 3),
        OperatorCase.of("Det").label("stack").batchInput(2, 3, 4, 4));
  }

  private static OperatorCase loss(String operator, String reduction) {
    return OperatorCase.of(operator)
        .with("reduction", reduction)
        .batchInput(2, 4, 3)
        .input(Tensor.ofLongs(new long[] {2, 3}, 0, 3, 1, 2, 2, 0));
  }

  private static OperatorCase weighted(String operator, String reduction) {
    return OperatorCase.of(operator)
        .with("reduction", reduction)
        .with("ignore_index", NOWHERE)
        .batchInput(2, 4, 3)
        .input(Tensor.ofLongs(new long[] {2, 3}, 0, 3, NOWHERE, 2, 2, NOWHERE))
        .positiveWeight(4);
  }

  private static OperatorCase window(String operator, long periodic) {
    return OperatorCase.of(operator)
        .label("periodic " + periodic)
        .with("periodic", periodic)
        .input(integer(10));
  }

  private static OperatorCase unique(String label) {
    float[] values = {2, 1, 2, 1, 3, 3, 3, 3, 2, 1, 2, 1};
    return OperatorCase.of("Unique")
        .label(label)
        .outputs(4)
        .input(Tensor.ofFloats(new long[] {3, 4}, values));
  }

  private static OperatorCase ngrams(String mode, long shortest, long longest, long skips) {
    return OperatorCase.of("TfIdfVectorizer")
        .label("%s of %d to %d, skipping %d".formatted(mode, shortest, longest, skips))
        .with("mode", mode)
        .with("min_gram_length", shortest)
        .with("max_gram_length", longest)
        .with("max_skip_count", skips)
        .withInts("ngram_counts", 0, 2)
        .withInts("ngram_indexes", 0, 1, 2, 3, 4)
        .withInts("pool_int64s", 2, 3, 5, 4, 5, 6, 7, 8)
        .input(whole(ElementType.INT32, new long[] {2, 6}, 1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8));
  }

  private static Tensor integer(long value) {
    return Tensor.ofLongs(new long[0], value);
  }

  private static Tensor flags(long... values) {
    return whole(ElementType.BOOL, new long[] {values.length}, values);
  }
}
