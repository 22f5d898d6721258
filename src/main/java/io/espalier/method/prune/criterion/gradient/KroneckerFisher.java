package io.espalier.method.prune.criterion.gradient;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.engine.ResidentModel;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.NormFallback;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.prune.criterion.gradient.LinearOutput.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much the loss would change to second order without a channel, by a Kronecker-factored Fisher
 * matrix of every layer that produces it.
 *
 * <ul>
 *   <li>{@code s_c = ½·S_cc·θ_cᵀAθ_c}, one member for each linear layer that produces the channel.
 *   <li>{@code A}: the mean over samples of {@code Σ_t a_t·a_tᵀ} of the layer's input windows
 *       {@code a_t}, with a 1 for the bias; {@code θ_c} the weights of the filter, with its bias.
 *   <li>{@code S_cc}: the mean over samples of {@code Σ_t d_t²/T} of the derivatives {@code d_t} of
 *       one sample's loss for the channel at the T places of the layer's output.
 * </ul>
 *
 * <p>As {@code θ_cᵀa_t} is the layer's output, {@code θ_cᵀAθ_c} is the mean of its squares, and no
 * window is unfolded: this holds for grouped and transposed convolutions and matrix products alike.
 *
 * <p>Groups that no such layer produces, or that have outputs of unknown size, are judged by their
 * L2 norm.
 *
 * <p>Source: Wang et al., EigenDamage: Structured Pruning in the Kronecker-Factored Eigenbasis,
 * ICML 2019 (C-OBD); Grosse and Martens, A Kronecker-factored Approximate Fisher Matrix for
 * Convolution Layers, ICML 2016, for the places of a convolution. Targets are those of the samples,
 * not drawn from the network's outputs.
 *
 * @param samples that are run, and differentiated one by one
 */
public record KroneckerFisher(int samples) implements ChannelCriterion {
  private static final int BATCH_SIZE = 16;

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    LinearOutputs outputs = new LinearOutputs(context.analysis());
    return fallback(outputs)
        .of(groups, judged -> judge(judged.stream().map(outputs::of).toList(), context), context);
  }

  @Override
  public List<String> warnings(List<ChannelGroup> groups, Analysis analysis) {
    return fallback(new LinearOutputs(analysis))
        .warnings(groups, "no convolution or matrix product with an output of known size");
  }

  private static NormFallback fallback(LinearOutputs outputs) {
    return new NormFallback(group -> !outputs.of(group).isEmpty());
  }

  private List<MemberScores> judge(List<List<LinearOutput>> groups, ScoringContext context) {
    Map<Place, LinearOutput> outputs = new LinkedHashMap<>();
    groups.stream().flatMap(List::stream).forEach(output -> outputs.put(output.place(), output));
    SquaredMeans sensitivities = sensitivities(List.copyOf(outputs.values()), context);
    SquaredMeans energies = energies(List.copyOf(outputs.keySet()), context);
    return groups.stream()
        .map(
            members ->
                new MemberScores(
                    members.stream()
                        .map(member -> scores(member, sensitivities, energies))
                        .toList()))
        .toList();
  }

  private static double[] scores(
      LinearOutput output, SquaredMeans sensitivities, SquaredMeans energies) {
    double[] sensitivity = sensitivities.of(output.place());
    double[] energy = energies.of(output.place());
    return IntStream.range(0, output.positions().channels())
        .mapToDouble(
            c ->
                IntStream.of(output.positions().of(c))
                    .mapToDouble(p -> sensitivity[p] * energy[p] / (2 * output.locations()))
                    .sum())
        .toArray();
  }

  /** The mean over samples of the squared derivatives, summed over places. */
  private SquaredMeans sensitivities(List<LinearOutput> outputs, ScoringContext context) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    outputs.forEach(output -> shapes.put(output.place().value(), output.shape()));
    Disturbance disturbance = Disturbance.of(context.graph(), shapes);
    SquaredMeans means = new SquaredMeans(outputs.stream().map(LinearOutput::place).toList());
    new GradientPass(context.requireData(), samples, 1)
        .over(
            disturbance.network(),
            List.copyOf(disturbance.constants().values()),
            (gradients, share) ->
                means.add(value -> gradients.get(disturbance.constants().get(value)), share));
    return means;
  }

  /** The mean over samples of the squared outputs, summed over places. */
  private SquaredMeans energies(List<Place> places, ScoringContext context) {
    ScoringData data = context.requireData();
    List<String> values = places.stream().map(Place::value).distinct().toList();
    SquaredMeans means = new SquaredMeans(places);
    int outputs = context.graph().outputs().size();
    var calibration = data.calibration(samples, BATCH_SIZE);
    try (ResidentModel model =
            data.instruments().residents().open(context.analysis().typed(), values);
        Batches batches = calibration.pass()) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          data.watcher().throwIfCancelled();
          List<Tensor> found = model.run(batch.inputs());
          means.add(
              value -> found.get(outputs + values.indexOf(value)), 1.0 / calibration.samples());
        }
      }
    }
    return means;
  }
}
