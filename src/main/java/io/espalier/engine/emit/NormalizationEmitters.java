package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.NONE;
import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.TensorType;
import java.util.Map;

/** Normalisations over the batch, a layer, an instance or groups of channels. */
final class NormalizationEmitters {
  private static final float EPSILON = 1e-5f;
  private static final int OPSET_OF_SCALE_PER_CHANNEL = 21;

  private NormalizationEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("BatchNormalization", NormalizationEmitters::batch);
    table.put("GroupNormalization", NormalizationEmitters::group);
    table.put("InstanceNormalization", NormalizationEmitters::instance);
    table.put("LayerNormalization", NormalizationEmitters::layer);
    table.put("RMSNormalization", NormalizationEmitters::rootMeanSquare);
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
            Site.TRAINING,
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
    site.requireOnlyFirstOutput();
    int axis = site.axis(-1);
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

  /** True when the scale or bias has exactly the shape that is normalised. */
  private static boolean fits(Site site, int index, int axis) {
    TensorType x = site.type(0);
    return site.type(index).shape().equals(x.shape().subList(axis, x.rank()));
  }

  private static String epsilon(Site site) {
    return site.number("epsilon", EPSILON);
  }
}
