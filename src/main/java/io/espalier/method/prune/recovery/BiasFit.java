package io.espalier.method.prune.recovery;

import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.spec.prune.Recovery;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Moves the outputs of a layer so that the end of its chain has the mean it has in the original.
 */
final class BiasFit implements Fit {
  private final Chain chain;
  private final Intercept intercept;
  private final Difference difference;
  private final PairMoments moments;

  BiasFit(Twins twins, Chain chain, Intercept intercept) {
    this.chain = chain;
    this.intercept = intercept;
    difference = new Difference(twins, chain);
    moments = new PairMoments(difference.channels());
  }

  @Override
  public String layer() {
    return chain.layer().node().name();
  }

  @Override
  public String behind() {
    return chain.output();
  }

  @Override
  public List<String> cutValues() {
    return List.of(difference.cutValue());
  }

  @Override
  public List<String> originalValues() {
    return List.of(difference.originalValue());
  }

  @Override
  public void see(Sight sight) {
    Difference.Batch batch = difference.of(sight);
    batch.addTo(moments, IntStream.range(0, batch.rows()).toArray());
  }

  @Override
  public Outcome solve(Constants current) {
    RelativeError before = new RelativeError();
    RelativeError after = new RelativeError();
    double[] change = new double[difference.channels()];
    for (int channel = 0; channel < change.length; channel++) {
      double miss = moments.meanY(channel) - moments.meanX(channel);
      change[channel] = miss * difference.inverse(channel);
      before.add(moments.squaredError(channel, 1, 0), moments.varianceY(channel));
      double moved = change[channel] * difference.scale(channel);
      after.add(moments.squaredError(channel, 1, moved), moments.varianceY(channel));
    }
    RecoveredLayer record =
        new RecoveredLayer(
            layer(), Recovery.BIAS_CORRECTION.wireName(), before.value(), after.value());
    String constant = intercept.constant();
    return new Outcome(Map.of(constant, intercept.moved(current.of(constant), change)), record);
  }

  @Override
  public void close() {}
}
