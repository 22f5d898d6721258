package io.espalier.engine.emit;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One node at its place in the program: what an emitter reads and writes. */
final class Site {
  /** Identifier of the boolean that says whether the model trains. */
  static final String TRAINING = "t";

  private final Node node;
  private final Emission emission;

  Site(Node node, Emission emission) {
    this.node = node;
    this.emission = emission;
  }

  Node node() {
    return node;
  }

  long opset() {
    return emission.opset();
  }

  Writing writing() {
    return emission.writing();
  }

  UnsupportedNode unsupported(String reason, Object... arguments) {
    return new UnsupportedNode(reason.formatted(arguments));
  }

  /** The expression of an input that must be there. */
  String input(int index) {
    return entered(inputValue(index));
  }

  private String entered(String value) {
    return MixedPrecision.entered(node, value, emission);
  }

  /** The expression of an input, of a wider type when libtorch does not compute with its own. */
  String wideInput(int index) {
    return emission.readWide(inputValue(index));
  }

  boolean hasInput(int index) {
    return node.input(index).isPresent();
  }

  /** The expression of an input, {@code None} when it is omitted. */
  String inputOrNone(int index) {
    return node.input(index).map(this::entered).orElse(Literals.NONE);
  }

  int inputCount() {
    return node.inputs().size();
  }

  /** Names the first output and gives it this expression. */
  void output(String expression) {
    output(0, expression);
  }

  void output(int index, String expression) {
    node.output(index)
        .ifPresent(value -> emission.define(value, emission.assign(wrapped(value, expression))));
  }

  private String wrapped(String value, String expression) {
    return emission
        .type(value)
        .map(type -> Widening.wrapped(expression, type.elementType()))
        .orElse(expression);
  }

  int outputCount() {
    return node.outputs().size();
  }

  /** True when some node or the caller reads the output. */
  boolean readsOutput(int index) {
    return node.output(index).filter(emission::isRead).isPresent();
  }

  void requireOnlyFirstOutput() {
    for (int i = 1; i < outputCount(); i++) {
      if (readsOutput(i)) {
        throw unsupported("its output %d is used", i);
      }
    }
  }

  /**
   * The argument that makes a new tensor where the program runs, when none is read that is there.
   */
  String device() {
    return "device=" + emission.device();
  }

  String assign(String expression) {
    return emission.assign(expression);
  }

  String newIdentifier() {
    return emission.newIdentifier();
  }

  void statement(String text) {
    emission.statement(text);
  }

  /** A loop or branch, for example {@code for i in range(3):}. */
  void block(String header, Runnable body) {
    emission.block(header, body);
  }

  TensorType type(int index) {
    return emission
        .type(inputValue(index))
        .orElseThrow(() -> unsupported("the type of its input %d is not known", index));
  }

  int rank(int index) {
    return type(index).rank();
  }

  /** The extent of an axis of an input, which must be known. */
  long extent(int index, int axis) {
    Dim dim = type(index).dim(axis);
    if (!dim.isKnown()) {
      throw unsupported(
          "the extent (%s) of axis %d of its input %d is not known", dim, axis, index);
    }
    return dim.size();
  }

  boolean isFloating(int index) {
    return type(index).elementType().isFloating();
  }

  boolean holdsUnsignedLong(int index) {
    return node.input(index)
        .flatMap(emission::type)
        .filter(type -> type.elementType() == ElementType.UINT64)
        .isPresent();
  }

  /** True when an input or output has the element type. */
  boolean touches(ElementType type) {
    return Stream.concat(node.presentInputs(), node.presentOutputs())
        .flatMap(value -> emission.type(value).stream())
        .anyMatch(found -> found.elementType() == type);
  }

  /** The code of an input's element type. */
  int scalarType(int index) {
    return scalarType(type(index).elementType());
  }

  int scalarType(ElementType type) {
    return ScalarTypes.code(type)
        .orElseThrow(() -> unsupported("libtorch does not compute with the type %s", type.text()));
  }

  /** The code of an output's element type, which must be known. */
  int outputScalarType(int index) {
    return node.output(index)
        .flatMap(emission::type)
        .map(type -> scalarType(type.elementType()))
        .orElseThrow(() -> unsupported("the type of its output %d is not known", index));
  }

  /** What an input always is; empty for one that is computed or may be replaced. */
  Optional<Tensor> constant(int index) {
    return node.input(index)
        .flatMap(emission::constant)
        .filter(tensor -> !writing().keepsConstants() || !tensor.elementType().isFloating());
  }

  Tensor requireConstant(int index) {
    return constant(index).orElseThrow(() -> unsupported("its input %d must be a constant", index));
  }

  /** An integer list: a literal for a constant, a list made at run time otherwise. */
  String intList(int index) {
    return constant(index)
        .map(tensor -> Literals.ints(tensor.toLongs()))
        .orElseGet(() -> assign(runtimeList(input(index))));
  }

  /**
   * The integers of an input one by one: literals for a constant, elements of a list made at run
   * time otherwise; how many there are must be known.
   */
  List<String> integers(int index) {
    Optional<Tensor> constant = constant(index);
    if (constant.isPresent()) {
      return Arrays.stream(constant.get().toLongs()).mapToObj(Literals::integer).toList();
    }
    long count = extent(index, 0);
    String list = intList(index);
    return LongStream.range(0, count).mapToObj(i -> "%s[%d]".formatted(list, i)).toList();
  }

  /** The floating numbers of an input one by one, as {@link #integers}. */
  List<String> floats(int index) {
    Optional<Tensor> constant = constant(index);
    if (constant.isPresent()) {
      return LongStream.range(0, constant.get().elements())
          .mapToObj(i -> Literals.number(constant.get().doubleAt(i)))
          .toList();
    }
    long count = extent(index, 0);
    String numbers = Literals.call("torch.to", input(index), ScalarTypes.DOUBLE);
    String list = assign("annotate(List[float], %s.tolist())".formatted(numbers));
    return LongStream.range(0, count).mapToObj(i -> "%s[%d]".formatted(list, i)).toList();
  }

  /** The one number of an input: a literal for a constant, read at run time otherwise. */
  String scalar(int index) {
    return constant(index)
        .map(_ -> scalarLiteral(index))
        .orElseGet(() -> assign(Literals.call(isFloating(index) ? "float" : "int", input(index))));
  }

  /** True for an input that is there and is no constant. */
  boolean isComputed(int index) {
    return hasInput(index) && constant(index).isEmpty();
  }

  /** The axes that a computed input lists, counted from the first and in ascending order. */
  List<String> axesAtRunTime(int index, int rank) {
    long count = extent(index, 0);
    String counted = Literals.call("torch.remainder", input(index), rank);
    String sorted = Literals.call("torch.sort", counted) + "[0]";
    String list = assign(runtimeList(sorted));
    return LongStream.range(0, count).mapToObj(i -> "%s[%d]".formatted(list, i)).toList();
  }

  private static String runtimeList(String tensor) {
    return "annotate(List[int], %s.tolist())"
        .formatted(Literals.call("torch.to", tensor, ScalarTypes.INT64));
  }

  /** An attribute of integers, or the constant input that took its place in a later opset. */
  Optional<List<Long>> ints(String attribute, int index) {
    return node.intsAttribute(attribute)
        .or(() -> hasInput(index) ? Optional.of(longs(requireConstant(index))) : Optional.empty());
  }

  static List<Long> longs(Tensor tensor) {
    return Arrays.stream(tensor.toLongs()).boxed().toList();
  }

  /** A floating attribute as a literal. */
  String number(String attribute, float otherwise) {
    return Literals.number(node.floatAttribute(attribute, otherwise));
  }

  long integer(String attribute, long otherwise) {
    return node.intAttribute(attribute, otherwise);
  }

  boolean flag(String attribute, boolean otherwise) {
    return integer(attribute, otherwise ? 1 : 0) != 0;
  }

  String text(String attribute, String otherwise) {
    return node.stringAttribute(attribute, otherwise);
  }

  /** An axis attribute counted from the first axis of the first input. */
  int axis(long otherwise) {
    return axis(integer("axis", otherwise), rank(0));
  }

  int axis(long axis, int rank) {
    long counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted > rank) {
      throw unsupported("the axis (%d) is outside the rank (%d)", axis, rank);
    }
    return (int) counted;
  }

  /** The single element of a constant input as a literal of that input's type. */
  String scalarLiteral(int index) {
    Tensor tensor = requireConstant(index);
    if (tensor.elements() != 1) {
      throw unsupported("its input %d must have one element, not %d", index, tensor.elements());
    }
    return scalarLiteral(tensor);
  }

  static String scalarLiteral(Tensor tensor) {
    return tensor.elementType().isFloating()
        ? Literals.number(tensor.doubleAt(0))
        : Literals.integer(tensor.longAt(0));
  }

  private String inputValue(int index) {
    return node.input(index).orElseThrow(() -> unsupported("its input %d is missing", index));
  }
}
