package io.espalier.method.prune.recovery;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.spec.prune.Recovery;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refits weight and bias of a layer so that the end of its chain comes closest to the original.
 *
 * <p>Rows are what the layer reads in the cut network as it is by then; what is missing is measured
 * at the end of the chain, so that a layer before an addition also makes good what the shortcut
 * lost (He, Zhang and Sun, ICCV 2017, section 3.2).
 */
final class LeastSquaresFit implements Fit {
  /** Rows of all samples that a layer is fitted to, about. */
  static final int ROWS = 1 << 16;

  /** Rows of which windows are written at once. */
  private static final int BLOCK = 1 << 12;

  private final Chain chain;
  private final LinearLayer layer;
  private final Difference difference;
  private final RowSample sample;
  private final PairMoments moments;
  private final Arena arena = Arena.ofConfined();
  private final List<NormalEquations> groups = new ArrayList<>();

  LeastSquaresFit(Twins twins, Chain chain, LinearAlgebra algebra, RowSample sample) {
    this.chain = chain;
    this.sample = sample;
    layer = chain.layer();
    difference = new Difference(twins, chain);
    moments = new PairMoments(difference.channels());
    for (int group = 0; group < layer.groups(); group++) {
      groups.add(new NormalEquations(algebra, arena, layer.features(), layer.outputs()));
    }
  }

  @Override
  public String layer() {
    return layer.node().name();
  }

  @Override
  public String behind() {
    return chain.output();
  }

  @Override
  public List<String> cutValues() {
    return List.of(layer.input(), difference.cutValue());
  }

  @Override
  public List<String> originalValues() {
    return List.of(difference.originalValue());
  }

  @Override
  public void see(Sight sight) {
    Difference.Batch batch = difference.of(sight);
    int[] rows = sample.of(batch.rows(), sight.samples());
    batch.addTo(moments, rows);
    RowReader reader = reader(sight.cut().get(layer.input()), batch);
    for (int first = 0; first < rows.length; first += BLOCK) {
      int[] block = Arrays.copyOfRange(rows, first, Math.min(rows.length, first + BLOCK));
      for (int group = 0; group < layer.groups(); group++) {
        add(group, block, reader, batch);
      }
    }
  }

  private void add(int group, int[] rows, RowReader reader, Difference.Batch batch) {
    try (Arena block = Arena.ofConfined()) {
      FloatMatrix x = new FloatMatrix(block, rows.length, layer.features() + 1);
      FloatMatrix missing = new FloatMatrix(block, rows.length, layer.outputs());
      for (int i = 0; i < rows.length; i++) {
        int row = i;
        reader.read(rows[i], group, (column, value) -> x.set(row, column, value));
        x.set(row, layer.features(), 1);
        for (int m = 0; m < layer.outputs(); m++) {
          int channel = group * layer.outputs() + m;
          double miss = batch.wanted(rows[i], channel) - batch.made(rows[i], channel);
          missing.set(row, m, miss * difference.inverse(channel));
        }
      }
      groups.get(group).add(x.tensor(), missing.tensor());
    }
  }

  private RowReader reader(Tensor input, Difference.Batch batch) {
    int features = layer.features();
    if (!layer.isConvolution()) {
      return (row, _, target) -> {
        for (int k = 0; k < features; k++) {
          target.set(k, input.doubleAt((long) row * features + k));
        }
      };
    }
    Windows windows = new Windows(layer, input, batch.made().shape());
    int channels = (int) (input.dim(1) / layer.groups());
    return (row, group, target) -> windows.read(row, group * channels, channels, target);
  }

  private interface RowReader {
    void read(int row, int group, Windows.FloatRow target);
  }

  @Override
  public Outcome solve(Constants current) {
    List<Optional<NormalEquations.Solution>> solved =
        groups.stream().map(group -> group.solve(chain.intercept().isPresent())).toList();
    Map<String, Tensor> constants = new HashMap<>();
    constants.put(
        layer.weight(),
        layer.changed(
            current.of(layer.weight()),
            (channel, feature) ->
                solved
                    .get(channel / layer.outputs())
                    .map(found -> found.change().of(feature, channel % layer.outputs()))
                    .orElse(0.0)));
    chain
        .intercept()
        .ifPresent(
            at ->
                constants.put(
                    at.constant(),
                    at.moved(
                        current.of(at.constant()),
                        byChannel(solved, NormalEquations.Solution::intercepts))));
    return new Outcome(constants, record(byChannel(solved, NormalEquations.Solution::falls)));
  }

  private double[] byChannel(List<Optional<NormalEquations.Solution>> solved, Numbers numbers) {
    double[] all = new double[layer.channels()];
    for (int channel = 0; channel < all.length; channel++) {
      int output = channel % layer.outputs();
      all[channel] =
          solved.get(channel / layer.outputs()).map(found -> numbers.of(found)[output]).orElse(0.0);
    }
    return all;
  }

  private interface Numbers {
    double[] of(NormalEquations.Solution solution);
  }

  private RecoveredLayer record(double[] falls) {
    RelativeError before = new RelativeError();
    RelativeError after = new RelativeError();
    for (int channel = 0; channel < falls.length; channel++) {
      double error = moments.squaredError(channel, 1, 0);
      double scale = difference.scale(channel);
      before.add(error, moments.varianceY(channel));
      after.add(Math.max(error - scale * scale * falls[channel], 0), moments.varianceY(channel));
    }
    return new RecoveredLayer(
        layer(), Recovery.LEAST_SQUARES.wireName(), before.value(), after.value());
  }

  @Override
  public void close() {
    arena.close();
  }
}
