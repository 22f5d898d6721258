package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.NONE;
import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.ints;

import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Normalisations over the batch, a layer, an instance or groups of channels. */
final class NormalizationEmitters {
  private static final float EPSILON = 1e-5f;
  private static final int OPSET_OF_SCALE_PER_CHANNEL = 21;

  private NormalizationEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("BatchNormalization", NormalizationEmitters::batch);
    table.put("GroupNormalization", NormalizationEmitters::group);
    table.put("InstanceNormalization", NormalizationEmitters::instance);
    table.put("LRN", NormalizationEmitters::acrossChannels);
    table.put("LayerNormalization", NormalizationEmitters::layer);
    table.put("RMSNormalization", NormalizationEmitters::rootMeanSquare);
    table.put("LpNormalization", NormalizationEmitters::norm);
    table.put("MeanVarianceNormalization", NormalizationEmitters::meanVariance);
  }

  /** ONNX's momentum weighs the old statistics, libtorch's the new ones. */
  private static void batch(Site site) {
    site.requireOnlyFirstOutput();
    if (site.flag("training_mode", false)) {
      throw site.unsupported("it uses the statistics of the batch even when evaluated");
    }
    double momentum = 1 - (double) site.node().floatAttribute("momentum", 0.9f);
    site.output(
        call(
            "torch.batch_norm",
            site.input(0),
            site.input(1),
            site.input(2),
            site.input(3),
            site.input(4),
            site.writing().batchStatistics(),
            Literals.number(momentum),
            epsilon(site),
            "True"));
  }

  private static void instance(Site site) {
    site.output(
        call(
            "torch.instance_norm",
            site.input(0),
            site.input(1),
            site.input(2),
            NONE,
            NONE,
            "True",
            "0.0",
            epsilon(site),
            "True"));
  }

  /** One scale for a channel, or in opsets before 21 one for a group. */
  private static void group(Site site) {
    long groups = site.integer("num_groups", 0);
    String x = site.input(0);
    boolean perChannel = site.opset() >= OPSET_OF_SCALE_PER_CHANNEL || hasScalePerChannel(site);
    String scale = perChannel ? site.input(1) : repeated(x, site.input(1), groups);
    String bias = perChannel ? site.input(2) : repeated(x, site.input(2), groups);
    site.output(call("torch.group_norm", x, groups, scale, bias, epsilon(site), "True"));
  }

  private static boolean hasScalePerChannel(Site site) {
    return site.type(1).dim(0).equals(site.type(0).dim(1));
  }

  private static String repeated(String x, String perGroup, long groups) {
    return call("torch.repeat_interleave", perGroup, call("torch.size", x, 1) + " // " + groups);
  }

  private static void layer(Site site) {
    int axis = site.axis(-1);
    if (site.readsOutput(1) || site.readsOutput(2)) {
      statistics(site, axis);
    }
    String shape = call("torch.size", site.input(0)) + "[" + axis + ":]";
    if (fits(site, 1, axis) && (!site.hasInput(2) || fits(site, 2, axis))) {
      site.output(layerNorm(site, shape, site.input(1), site.inputOrNone(2)));
      return;
    }
    String scaled = call("torch.mul", layerNorm(site, shape, NONE, NONE), site.input(1));
    site.output(site.hasInput(2) ? call("torch.add", scaled, site.input(2)) : scaled);
  }

  private static void rootMeanSquare(Site site) {
    int axis = site.axis(-1);
    String shape = call("torch.size", site.input(0)) + "[" + axis + ":]";
    String scale = fits(site, 1, axis) ? site.input(1) : NONE;
    String normed = call("torch.rms_norm", site.input(0), shape, scale, epsilon(site));
    site.output(scale.equals(NONE) ? call("torch.mul", normed, site.input(1)) : normed);
  }

  private static String layerNorm(Site site, String shape, String scale, String bias) {
    return call("torch.layer_norm", site.input(0), shape, scale, bias, epsilon(site), "True");
  }

  /** Mean and inverse deviation over the normalised axes. */
  private static void statistics(Site site, int axis) {
    String axes = ints(LongStream.range(axis, site.rank(0)).toArray());
    String x = call("torch.to", site.input(0), site.outputScalarType(1));
    String mean = site.assign(call("torch.mean", x, axes, "True"));
    String centred = site.assign(call("torch.sub", x, mean));
    String variance = call("torch.mean", call("torch.mul", centred, centred), axes, "True");
    site.output(1, mean);
    site.output(2, call("torch.rsqrt", call("torch.add", variance, epsilon(site))));
  }

  /** The sum of squares over so many neighbouring channels, more of them behind. */
  private static void acrossChannels(Site site) {
    long size = site.integer("size", 1);
    String x = site.input(0);
    List<Long> pads = new ArrayList<>(Collections.nCopies(2 * (site.rank(0) - 2), 0L));
    pads.addAll(List.of((size - 1) / 2, size / 2));
    String padded = call("torch.constant_pad_nd", call("torch.mul", x, x), ints(pads), 0);
    String sum = call("torch.sum", "%s.unfold(1, %d, 1)".formatted(padded, size), "[-1]");
    double share = (double) site.node().floatAttribute("alpha", 1e-4f) / size;
    String scaled = call("torch.mul", sum, Literals.number(share));
    String base = call("torch.add", scaled, site.number("bias", 1));
    site.output(call("torch.div", x, call("torch.pow", base, site.number("beta", 0.75f))));
  }

  /** A vector of norm zero stays zero. */
  private static void norm(Site site) {
    String x = site.input(0);
    String axes = ints(site.integer("axis", -1));
    String norm = site.assign(call("torch.norm", x, site.integer("p", 2), axes, "True"));
    String divisor =
        call("torch.where", call("torch.eq", norm, 0), call("torch.ones_like", norm), norm);
    site.output(call("torch.div", x, divisor));
  }

  /** The small number keeps a constant input from dividing by zero; it is part of the operator. */
  private static void meanVariance(Site site) {
    String x = site.input(0);
    String axes = ints(site.node().intsAttribute("axes").orElse(List.of(0L, 2L, 3L)));
    String centred = site.assign(call("torch.sub", x, call("torch.mean", x, axes, "True")));
    String variance = call("torch.mean", call("torch.mul", centred, centred), axes, "True");
    String deviation = call("torch.add", call("torch.sqrt", variance), "1e-9");
    site.output(call("torch.div", centred, deviation));
  }

  /** True when the scale or bias has exactly the shape that is normalised. */
  private static boolean fits(Site site, int index, int axis) {
    TensorType x = site.type(0);
    return site.type(index).shape().equals(x.shape().subList(axis, x.rank()));
  }

  private static String epsilon(Site site) {
    return site.number("epsilon", EPSILON);
  }
}
