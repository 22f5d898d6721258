package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;
import static io.espalier.engine.emit.Literals.deviceOf;

import io.espalier.graph.ElementType;
import java.util.Map;

/** Fourier transforms and the windows and filters around them. */
final class SignalEmitters {
  private SignalEmitters() {}

  static void addTo(Map<String, Emitter> table) {
    table.put("DFT", SignalEmitters::transform);
    table.put("STFT", SignalEmitters::shortTimeTransform);
    table.put("BlackmanWindow", site -> window(site, "0.42", "0.5", "0.08"));
    table.put("HammingWindow", site -> window(site, "25.0 / 46.0", "21.0 / 46.0", "0.0"));
    table.put("HannWindow", site -> window(site, "0.5", "0.5", "0.0"));
    table.put("MelWeightMatrix", SignalEmitters::melWeights);
  }

  private static void transform(Site site) {
    boolean inverse = site.flag("inverse", false);
    boolean oneSided = site.flag("onesided", false);
    boolean real = isReal(site);
    if (oneSided && (inverse || !real)) {
      throw site.unsupported("it is one-sided though %s", inverse ? "inverse" : "complex");
    }
    String function = oneSided ? "torch.fft_rfft" : inverse ? "torch.fft_ifft" : "torch.fft_fft";
    String length = site.hasInput(1) ? whole(site, 1) : Literals.NONE;
    site.output(asPairs(call(function, signal(site, real), length, axis(site))));
  }

  /** An attribute up to version 17, an input from version 20; the defaults differ. */
  private static int axis(Site site) {
    int rank = site.rank(0);
    if (site.hasInput(2)) {
      return site.axis(site.requireConstant(2).longAt(0), rank);
    }
    if (!site.node().attributes().containsKey("axis") && rank != 3) {
      throw site.unsupported("its axis is not stated");
    }
    return site.axis(site.integer("axis", 1), rank);
  }

  private static boolean isReal(Site site) {
    long parts = site.extent(0, -1);
    if (parts != 1 && parts != 2) {
      throw site.unsupported("the last axis of its signal has %d positions", parts);
    }
    return parts == 1;
  }

  private static String signal(Site site, boolean real) {
    return real
        ? call("torch.squeeze", site.input(0), -1)
        : call("torch.view_as_complex", call("torch.contiguous", site.input(0)));
  }

  private static String asPairs(String complex) {
    return call("torch.view_as_real", complex);
  }

  private static void shortTimeTransform(Site site) {
    boolean real = isReal(site);
    boolean oneSided = site.flag("onesided", true);
    if (oneSided && !real) {
      throw site.unsupported("it is one-sided though complex");
    }
    String length = site.hasInput(3) ? whole(site, 3) : call("torch.size", site.input(2), 0);
    String frames = call("torch.unfold", signal(site, real), 1, length, whole(site, 1));
    String weighted = site.hasInput(2) ? call("torch.mul", frames, site.input(2)) : frames;
    site.output(asPairs(call(oneSided ? "torch.fft_rfft" : "torch.fft_fft", weighted)));
  }

  /** {@code a - b·cos(2πn/N) + c·cos(4πn/N)}; N is one less in a symmetric window. */
  private static void window(Site site, String a, String b, String c) {
    String size = site.assign(whole(site, 0));
    String period = site.flag("periodic", true) ? size : size + " - 1";
    String turns = site.assign(call("torch.div", counted(site, size), period));
    String once = call("torch.mul", cosine(turns, "2"), b);
    String twice = call("torch.mul", cosine(turns, "4"), c);
    String shape = call("torch.add", call("torch.rsub", once, a), twice);
    site.output(call("torch.to", shape, outputType(site)));
  }

  private static String cosine(String turns, String halfTurns) {
    return call("torch.cos", call("torch.mul", turns, Math.PI + " * " + halfTurns));
  }

  /** 0, 1, … in doubles, beside the first input. */
  private static String counted(Site site, String count) {
    return call("torch.arange", count, "dtype=" + ScalarTypes.DOUBLE, deviceOf(site.input(0)));
  }

  private static int outputType(Site site) {
    long code = site.integer("output_datatype", ElementType.FLOAT.onnxCode());
    return ElementType.ofOnnxCode(code)
        .map(site::scalarType)
        .orElseThrow(() -> site.unsupported("the type code (%d) is unknown", code));
  }

  /** Triangles whose corners are equally spaced in mel, rounded down to bins of the spectrum. */
  private static void melWeights(Site site) {
    String count = site.assign(whole(site, 0));
    String length = site.assign(whole(site, 1));
    String low = site.assign(mel(site, 3));
    String step = "(%s - %s) / (%s + 2)".formatted(mel(site, 4), low, count);
    String corners = site.assign(counted(site, count + " + 2"));
    String mels = call("torch.add", call("torch.mul", corners, step), low);
    String hertz = "(%s - 1.0) * 700.0".formatted(call("torch.pow", 10, mels + " / 2595.0"));
    String scaled = "torch.mul(%s, %s + 1)".formatted(hertz, length);
    String bins = site.assign(call("torch.floor", scaled + " / " + whole(site, 2)));
    String bin = counted(site, length + " // 2 + 1");
    site.output(triangles(site, bins, site.assign(call("torch.unsqueeze", bin, 1))));
  }

  private static String triangles(Site site, String bins, String bin) {
    String left = site.assign(call("torch.slice", bins, 0, 0, -2));
    String centre = site.assign(call("torch.slice", bins, 0, 1, -1));
    String right = site.assign(call("torch.slice", bins, 0, 2));
    String rising = "(%s - %s) / (%s - %s)".formatted(bin, left, centre, left);
    String falling = "(%s - %s) / (%s - %s)".formatted(right, bin, right, centre);
    String onLeft = between(bin, left, "torch.lt", centre);
    String onRight = between(bin, centre, "torch.lt", right);
    String sides =
        call("torch.where", onLeft, rising, call("torch.where", onRight, falling, "0.0"));
    String top = call("torch.eq", bin, centre);
    return call("torch.to", call("torch.where", top, "1.0", sides), outputType(site));
  }

  private static String between(String bin, String from, String below, String to) {
    return call("torch.logical_and", call("torch.ge", bin, from), call(below, bin, to));
  }

  private static String mel(Site site, int index) {
    return "2595.0 * torch.log10(%s / 700.0 + 1.0)"
        .formatted(call("torch.to", site.input(index), ScalarTypes.DOUBLE));
  }

  /** The one whole number of an input. */
  private static String whole(Site site, int index) {
    return site.constant(index).isPresent()
        ? site.scalarLiteral(index)
        : call("int", site.input(index));
  }
}
