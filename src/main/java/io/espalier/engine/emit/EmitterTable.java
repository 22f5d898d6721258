package io.espalier.engine.emit;

import io.espalier.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The emitter of each operator of ONNX's default domain, opsets 17 to 21. */
final class EmitterTable {
  static final EmitterTable STANDARD = standard();

  private final Map<String, Emitter> emitters;

  private EmitterTable(Map<String, Emitter> emitters) {
    this.emitters = Map.copyOf(emitters);
  }

  /**
   * The emitter of a node.
   *
   * @throws UnsupportedNode when its operator has none
   */
  Emitter find(Node node) {
    Emitter emitter = node.domain().isEmpty() ? emitters.get(node.operator()) : null;
    if (emitter == null) {
      throw new UnsupportedNode("there is no emitter for this operator");
    }
    return emitter;
  }

  Set<String> operators() {
    return new TreeSet<>(emitters.keySet());
  }

  private static EmitterTable standard() {
    Map<String, Emitter> table = new HashMap<>();
    UnaryEmitters.addTo(table);
    ActivationEmitters.addTo(table);
    BinaryEmitters.addTo(table);
    LinearEmitters.addTo(table);
    ConvolutionEmitters.addTo(table);
    PoolEmitters.addTo(table);
    NormalizationEmitters.addTo(table);
    ReductionEmitters.addTo(table);
    ShapeEmitters.addTo(table);
    LayoutEmitters.addTo(table);
    IndexEmitters.addTo(table);
    ScatterEmitters.addTo(table);
    SliceEmitters.addTo(table);
    PadEmitters.addTo(table);
    ResizeEmitters.addTo(table);
    ConstantEmitters.addTo(table);
    RecurrentEmitters.addTo(table);
    QuantizationEmitters.addTo(table);
    IntegerEmitters.addTo(table);
    LossEmitters.addTo(table);
    SignalEmitters.addTo(table);
    RegionEmitters.addTo(table);
    SuppressionEmitter.addTo(table);
    SetEmitters.addTo(table);
    NgramEmitter.addTo(table);
    return new EmitterTable(table);
  }
}
