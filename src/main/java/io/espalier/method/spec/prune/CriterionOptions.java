package io.espalier.method.spec.prune;

import io.espalier.json.ChoiceType;
import io.espalier.json.FractionType;
import io.espalier.json.IntegerType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import io.espalier.json.TaggedType;
import io.espalier.json.TaggedType.Kind;
import io.espalier.method.spec.prune.Criterion.Pooling;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** How a criterion is written: {@code "l1"} or {@code {"type":"hrank","samples":500}}. */
public final class CriterionOptions {
  /** The most samples a criterion can be asked to read. */
  static final int MOST_SAMPLES = 65_536;

  private static final int MOST_LOCATIONS = 256;
  private static final int MOST_EPOCHS = 1000;
  private static final double LEAST = 1e-6;
  private static final double MOST_REGULARIZATION = 1000;
  private static final double MOST_RATE = 100;
  private static final double MOST_PENALTY = 1e6;

  private static final List<Known> KNOWN =
      List.of(
          plain(new Criterion.L1(), "Sum of the absolute weights (Li et al. 2017)."),
          plain(new Criterion.L2(), "Root of the sum of the squared weights."),
          plain(
              new Criterion.GeometricMedian(),
              "Sum of the distances to the other filters of the layer (FPGM, He et al. 2019)."),
          plain(
              new Criterion.Lamp(),
              "Share of the squared norm among what is at least as large (LAMP, Lee et al. 2021)."),
          plain(
              new Criterion.BatchNormScale(),
              "Absolute scale of the BatchNormalization behind a layer (Liu et al. 2017)."),
          plain(new Criterion.Random(), "A seeded draw: what every other criterion has to beat."),
          sampled(
              new Criterion.Taylor(512),
              "First-order change of the loss (Molchanov et al. 2019).",
              Criterion.Taylor::new),
          sampled(
              new Criterion.Hessian(256),
              "Second-order change of the loss, diagonal (OBD, LeCun et al. 1990).",
              Criterion.Hessian::new),
          sampled(
              new Criterion.ObdC(256),
              "Second-order change of the loss, Kronecker-factored (OBD-C, Wang et al. 2019).",
              Criterion.ObdC::new),
          sampled(
              new Criterion.ActivationZeros(512),
              "Share of activations that are not zero (APoZ, Hu et al. 2016).",
              Criterion.ActivationZeros::new),
          sampled(
              new Criterion.HRank(500),
              "Mean rank of the feature maps (HRank, Lin et al. 2020).",
              Criterion.HRank::new),
          principalFilters(new Criterion.PrincipalFilters(1024, Pooling.MAX)),
          subspaceClustering(new Criterion.SubspaceClustering(128, 0.1)),
          located(
              512,
              10,
              "Greedy reconstruction of the next layer's input (ThiNet, Luo et al. 2017).",
              Criterion.ThiNet::new),
          located(
              512,
              10,
              "LASSO over the channels of the next layer's input (He et al. 2017).",
              Criterion.Lasso::new),
          located(
              512,
              16,
              "Error of the next layer once its other weights make up for the channel (OBS, Hassibi"
                  + " and Stork 1992).",
              Criterion.BackwardElimination::new),
          sampled(
              new Criterion.OutputDivergence(256),
              "Divergence of the outputs when the channel is silenced (CURL, Luo and Wu 2020).",
              Criterion.OutputDivergence::new),
          gates(new Criterion.LearnedGates(2, 64, 0.01, 10)));

  private CriterionOptions() {}

  /**
   * A criterion of the table.
   *
   * @param usual with every option at its default
   */
  record Known(Criterion usual, Kind<Criterion> kind) {}

  public static OptionType<Criterion> type() {
    return TaggedType.of(KNOWN.stream().<Kind<? extends Criterion>>map(Known::kind).toList());
  }

  /** Every criterion, each as it is where none of its options is given. */
  public static List<Choice> choices() {
    return KNOWN.stream()
        .map(
            known ->
                new Choice(
                    "criterion",
                    known.kind().name(),
                    known.kind().meaning(),
                    known.usual().needsData(),
                    known.usual().needsLabels(),
                    Choice.schemas(known.kind().options())))
        .toList();
  }

  /** A criterion as a job document writes it: a bare name where it has no options. */
  public static Object document(Criterion criterion) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", criterion.wireName());
    if (criterion.samples() > 0) {
      document.put("samples", criterion.samples());
    }
    putOwn(criterion, document);
    return document.size() == 1 ? criterion.wireName() : document;
  }

  private static void putOwn(Criterion criterion, Map<String, Object> document) {
    switch (criterion) {
      case Criterion.PrincipalFilters filters ->
          document.put("pooling", filters.pooling().wireName());
      case Criterion.SubspaceClustering subspace ->
          document.put("regularization", subspace.regularization());
      case Criterion.ThiNet thiNet -> document.put("locations", thiNet.locations());
      case Criterion.Lasso lasso -> document.put("locations", lasso.locations());
      case Criterion.BackwardElimination elimination ->
          document.put("locations", elimination.locations());
      case Criterion.LearnedGates gates -> {
        document.put("epochs", gates.epochs());
        document.put("batchSize", gates.batchSize());
        document.put("learningRate", gates.learningRate());
        document.put("penalty", gates.penalty());
      }
      case Criterion.L1 _,
          Criterion.L2 _,
          Criterion.GeometricMedian _,
          Criterion.Lamp _,
          Criterion.BatchNormScale _,
          Criterion.Random _,
          Criterion.Taylor _,
          Criterion.Hessian _,
          Criterion.ObdC _,
          Criterion.ActivationZeros _,
          Criterion.HRank _,
          Criterion.OutputDivergence _ -> {}
    }
  }

  private static Known plain(Criterion usual, String meaning) {
    return new Known(usual, new Kind<>(usual.wireName(), meaning, List.of(), _ -> usual));
  }

  private static Known sampled(Criterion usual, String meaning, IntFunction<Criterion> make) {
    Option<Integer> samples = samples(usual);
    return new Known(
        usual,
        new Kind<>(
            usual.wireName(),
            meaning,
            List.of(samples),
            values -> make.apply(values.get(samples))));
  }

  private static Known principalFilters(Criterion.PrincipalFilters usual) {
    Option<Integer> samples = samples(usual);
    Option<Pooling> pooling =
        Option.withDefault(
            "pooling",
            ChoiceType.of(Arrays.stream(Pooling.values()), Pooling::wireName),
            "How a map becomes one number.",
            usual.pooling(),
            usual.pooling().wireName());
    return new Known(
        usual,
        new Kind<>(
            usual.wireName(),
            "Correlation of pooled feature maps (PFA, Suau et al. 2020); needs as many samples as"
                + " the widest layer has channels.",
            List.of(samples, pooling),
            values -> new Criterion.PrincipalFilters(values.get(samples), values.get(pooling))));
  }

  private static Known subspaceClustering(Criterion.SubspaceClustering usual) {
    Option<Integer> samples = samples(usual);
    Option<Double> regularization =
        Option.withDefault(
            "regularization",
            FractionType.upTo(LEAST, MOST_REGULARIZATION),
            "Of the self-expression, relative to the mean diagonal of the Gram matrix.",
            usual.regularization(),
            usual.regularization());
    return new Known(
        usual,
        new Kind<>(
            usual.wireName(),
            "Subspace clustering of feature maps (Wang et al. 2018).",
            List.of(samples, regularization),
            values ->
                new Criterion.SubspaceClustering(values.get(samples), values.get(regularization))));
  }

  /** A criterion that reads some places of the maps of some samples. */
  private static Known located(
      int usualSamples,
      int usualLocations,
      String meaning,
      BiFunction<Integer, Integer, Criterion> make) {
    Criterion usual = make.apply(usualSamples, usualLocations);
    Option<Integer> samples = samples(usual);
    Option<Integer> locations = locations(usualLocations);
    return new Known(
        usual,
        new Kind<>(
            usual.wireName(),
            meaning,
            List.of(samples, locations),
            values -> make.apply(values.get(samples), values.get(locations))));
  }

  private static Known gates(Criterion.LearnedGates usual) {
    Option<Integer> epochs =
        count("epochs", MOST_EPOCHS, "Passes over the training samples.", usual.epochs());
    Option<Integer> batchSize =
        count("batchSize", MOST_SAMPLES, "Samples of one step.", usual.batchSize());
    Option<Double> learningRate =
        Option.withDefault(
            "learningRate",
            FractionType.upTo(LEAST, MOST_RATE),
            "Of the weights and the gates.",
            usual.learningRate(),
            usual.learningRate());
    Option<Double> penalty =
        Option.withDefault(
            "penalty",
            FractionType.upTo(0, MOST_PENALTY),
            "Weight of the squared distance between the mean gate and the share that is kept.",
            usual.penalty(),
            usual.penalty());
    return new Known(
        usual,
        new Kind<>(
            usual.wireName(),
            "Binary gates learned with the network (AutoPruner, Luo and Wu 2020).",
            List.of(epochs, batchSize, learningRate, penalty),
            values ->
                new Criterion.LearnedGates(
                    values.get(epochs),
                    values.get(batchSize),
                    values.get(learningRate),
                    values.get(penalty))));
  }

  private static Option<Integer> samples(Criterion usual) {
    return count(
        "samples",
        MOST_SAMPLES,
        "Samples of the training split that are read; fewer where it has fewer.",
        usual.samples());
  }

  private static Option<Integer> locations(int usual) {
    return count("locations", MOST_LOCATIONS, "Places that are read of each map.", usual);
  }

  private static Option<Integer> count(String name, int most, String description, int usual) {
    return Option.withDefault(name, IntegerType.ofInt(1, most), description, usual, usual);
  }
}
