package io.espalier.method.prune.recovery;

import io.espalier.dataset.CalibrationData;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.method.Instruments;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.StepContext;
import io.espalier.method.spec.prune.Recovery;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings cut networks back to what the original computes, from samples without labels.
 *
 * <p>The result depends on the samples and the seed alone, not on the sizes of the batches beyond
 * rounding.
 */
public final class NetworkRecovery {
  private final Instruments instruments;
  private final CalibrationData samples;
  private final long seed;

  /**
   * @param samples of the training split, at least one
   * @param seed of the places that are sampled in large maps
   */
  public NetworkRecovery(Instruments instruments, CalibrationData samples, long seed) {
    this.instruments = instruments;
    this.samples = samples;
    this.seed = seed;
  }

  /**
   * Applies some kinds of recovery, one after the other.
   *
   * @param methods in the order in which they are applied; none gives the cut network
   * @param watcher is told how much of the recovery is done, in [0, 1], and ends it when the job
   *     was cancelled
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE when one of the networks
   *     cannot be run on the samples, RESOURCE_LIMIT when the memory of the device does not suffice
   */
  public Recovered recover(CutNetwork network, List<Recovery> methods, StepContext watcher) {
    Graph graph = network.cut();
    List<RecoveredLayer> layers = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      double share = 1.0 / methods.size();
      Twins twins = new Twins(new CutNetwork(network.original(), graph, network.kept()));
      Passes passes = new Passes(twins, instruments.residents(), samples, watcher);
      passes.run(fits(methods.get(i), twins, warnings), i * share, share);
      graph = settled(methods.get(i), twins, passes.graph(), watcher);
      layers.addAll(passes.records());
    }
    return new Recovered(graph, layers, warnings);
  }

  /** Refitted weights leave normalizations with statistics that are not those of their inputs. */
  private Graph settled(Recovery method, Twins twins, Graph graph, StepContext watcher) {
    return method == Recovery.LEAST_SQUARES
        ? new RestatedNorms(instruments.residents(), samples, watcher).of(twins, graph)
        : graph;
  }

  private List<Fit> fits(Recovery method, Twins twins, List<String> warnings) {
    return switch (method) {
      case BN_RECALIBRATION -> statistics(twins, warnings);
      case LEAST_SQUARES -> weights(twins, warnings);
      case BIAS_CORRECTION -> biases(twins, warnings);
    };
  }

  private static List<Fit> statistics(Twins twins, List<String> warnings) {
    List<Node> norms =
        twins.nodes().stream()
            .filter(node -> StatisticsFit.isPlain(twins, node) && twins.twin(node).isPresent())
            .toList();
    if (norms.isEmpty()) {
      warnings.add(
          "The network has no BatchNormalization whose statistics could be measured anew; they may"
              + " have been folded into its layers. The bias correction does the same for those.");
    }
    return norms.stream()
        .filter(node -> twins.isChanged(node.inputs().getFirst()))
        .<Fit>map(node -> new StatisticsFit(twins, node))
        .toList();
  }

  private List<Fit> weights(Twins twins, List<String> warnings) {
    List<Chain> chains = new Chains(twins).all();
    Refittable refittable = new Refittable(twins, chains);
    warnings.addAll(refittable.warnings());
    List<Fit> fits = new ArrayList<>();
    for (Chain chain : refittable.chains()) {
      RowSample sample = new RowSample(seed + fits.size(), samples.samples(), LeastSquaresFit.ROWS);
      fits.add(new LeastSquaresFit(twins, chain, instruments.algebra(), sample));
    }
    return fits;
  }

  private static List<Fit> biases(Twins twins, List<String> warnings) {
    List<Chain> changed = Refittable.changed(twins, new Chains(twins).all());
    List<String> without =
        changed.stream()
            .filter(chain -> chain.intercept().isEmpty())
            .map(chain -> chain.layer().node().name())
            .toList();
    if (!without.isEmpty()) {
      warnings.add(
          "The layers (%s) have no bias to correct, nor has a normalization behind them; they stay"
                  .formatted(String.join(", ", without))
              + " as they were cut.");
    }
    return changed.stream()
        .flatMap(chain -> chain.intercept().<Fit>map(at -> new BiasFit(twins, chain, at)).stream())
        .toList();
  }
}
