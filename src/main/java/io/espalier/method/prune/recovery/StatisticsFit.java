package io.espalier.method.prune.recovery;

import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.FloatingTensors;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.spec.prune.Recovery;
import java.util.List;
import java.util.Map;

/**
 * Measures the statistics of a BatchNormalization anew: mean and variance of its input.
 *
 * <p>The variance is divided by the number of values (biased), so that outputs have exactly the
 * spread of the scale over the samples; frameworks keep the unbiased one while they train.
 */
final class StatisticsFit implements Fit {
  static final float EPSILON = 1e-5f;
  private static final int PARAMETERS = 4;
  static final int MEAN = 3;
  static final int VARIANCE = 4;

  private final Node norm;
  private final String target;
  private final int[] kept;
  private final PairMoments moments;

  StatisticsFit(Twins twins, Node norm) {
    this.norm = norm;
    target = twins.twin(norm).orElseThrow().outputs().getFirst();
    kept = twins.kept(norm.inputs().get(1), 0);
    moments = new PairMoments(kept.length);
  }

  /** True for a node that normalises by constants which it shares with nobody. */
  static boolean isPlain(Twins twins, Node norm) {
    return norm.is("BatchNormalization")
        && norm.intAttribute("training_mode", 0) == 0
        && norm.inputs().size() > PARAMETERS
        && norm.inputs().stream().skip(1).allMatch(constant -> isWritable(twins, constant))
        && twins.isOwn(norm.inputs().get(MEAN))
        && twins.isOwn(norm.inputs().get(VARIANCE));
  }

  private static boolean isWritable(Twins twins, String constant) {
    Tensor tensor = twins.graph().initializers().get(constant);
    return tensor != null && FloatingTensors.WRITABLE.contains(tensor.elementType());
  }

  @Override
  public String layer() {
    return norm.name();
  }

  @Override
  public String behind() {
    return norm.inputs().getFirst();
  }

  @Override
  public List<String> cutValues() {
    return List.of(norm.inputs().getFirst());
  }

  @Override
  public List<String> originalValues() {
    return List.of(target);
  }

  @Override
  public void see(Sight batch) {
    Tensor input = batch.cut().get(norm.inputs().getFirst());
    Tensor wanted = batch.original().get(target);
    ChannelLayout layout = ChannelLayout.of(input, false);
    ChannelLayout wide = ChannelLayout.of(wanted, false);
    double[] x = new double[layout.rows()];
    double[] y = new double[layout.rows()];
    for (int channel = 0; channel < kept.length; channel++) {
      layout.copyChannel(input, channel, x);
      wide.copyChannel(wanted, kept[channel], y);
      moments.add(channel, x, y);
    }
  }

  @Override
  public Outcome solve(Constants current) {
    Tensor mean = current.of(norm.inputs().get(MEAN));
    Tensor variance = current.of(norm.inputs().get(VARIANCE));
    Tensor newMean =
        FloatingTensors.of(mean.elementType(), mean.shape(), i -> moments.meanX((int) i));
    Tensor newVariance =
        FloatingTensors.of(
            variance.elementType(), variance.shape(), i -> moments.varianceX((int) i));
    RecoveredLayer record =
        new RecoveredLayer(
            layer(),
            Recovery.BN_RECALIBRATION.wireName(),
            error(current, mean, variance),
            error(current, newMean, newVariance));
    return new Outcome(
        Map.of(norm.inputs().get(MEAN), newMean, norm.inputs().get(VARIANCE), newVariance), record);
  }

  private double error(Constants current, Tensor mean, Tensor variance) {
    Tensor gamma = current.of(norm.inputs().get(1));
    Tensor beta = current.of(norm.inputs().get(2));
    double epsilon = norm.floatAttribute("epsilon", EPSILON);
    RelativeError error = new RelativeError();
    for (int c = 0; c < kept.length; c++) {
      double scale = gamma.doubleAt(c) / Math.sqrt(variance.doubleAt(c) + epsilon);
      double shift = beta.doubleAt(c) - mean.doubleAt(c) * scale;
      error.add(moments.squaredError(c, scale, shift), moments.varianceY(c));
    }
    return error.value();
  }

  @Override
  public void close() {}
}
