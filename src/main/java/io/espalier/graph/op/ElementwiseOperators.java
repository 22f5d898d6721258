package io.espalier.graph.op;

/** Operators that work on each element, alone or with its counterparts in other inputs. */
final class ElementwiseOperators {
  private ElementwiseOperators() {}

  static void addTo(OperatorTable table) {
    addElementwise(table);
    addBroadcasting(table);
  }

  private static void addElementwise(OperatorTable table) {
    table
        .addAll(
            "Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Erf Exp Floor HardSwish Log Mish"
                + " Reciprocal Relu Round Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Tan Tanh",
            "1",
            "",
            Elementwise::same)
        .addAll("Celu Elu LeakyRelu ThresholdedRelu", "1", "alpha:float", Elementwise::same)
        .addAll("HardSigmoid", "1", "alpha:float beta:float", Elementwise::same)
        .addAll("Selu", "1", "alpha:float gamma:float", Elementwise::same)
        .addAll("Shrink", "1", "bias:float lambd:float", Elementwise::same)
        .addAll("Gelu", "1", "approximate:string", Elementwise::same)
        .addAll("Clip", "1..3", "min:float max:float", Elementwise::same)
        .addAll("CumSum", "2", "exclusive:int reverse:int", Elementwise::same)
        .addAll("Trilu", "1..2", "upper:int", Elementwise::same)
        .addAll("LRN", "1", "alpha:float beta:float bias:float size:int", Elementwise::same)
        .addAll("LpNormalization", "1", "axis:int p:int", Elementwise::alongAxis)
        .addAll("ScatterElements", "3", "axis:int reduction:string", Elementwise::same)
        .addAll("ScatterND", "3", "reduction:string", Elementwise::same)
        .addAll("Softmax LogSoftmax Hardmax", "1", "axis:int", Elementwise::alongAxis)
        .addAll("IsNaN", "1", "", Elementwise::bool)
        .addAll("IsInf", "1", "detect_negative:int detect_positive:int", Elementwise::bool)
        .addAll("BitwiseNot", "1", "", Elementwise::same)
        .add("Identity", "1", "", Elementwise::same, Contents::sameOrder)
        .add("Abs", "1", "", Elementwise::same, Contents.unary(TermArithmetic::absolute))
        .add("Neg", "1", "", Elementwise::same, Contents.unary(TermArithmetic::negate))
        .add("Not", "1", "", Elementwise::same, Contents.unary(TermArithmetic::not))
        .add("Cast", "1", "to:int saturate:int", Elementwise::cast, Contents::cast)
        .add("CastLike", "2", "saturate:int", Elementwise::castLike, Contents::cast)
        .addMany("Dropout", "1..3", 2, "seed:int ratio:float", Elementwise::dropout);
  }

  private static void addBroadcasting(OperatorTable table) {
    table
        .add("Add", "2", "", Broadcasting::same, Contents.broadcast(TermArithmetic::add))
        .add("Sub", "2", "", Broadcasting::same, Contents.broadcast(TermArithmetic::subtract))
        .add("Mul", "2", "", Broadcasting::same, Contents.broadcast(TermArithmetic::multiply))
        .add("Div", "2", "", Broadcasting::same, Contents.broadcast(TermArithmetic::divide))
        .add("Mod", "2", "fmod:int", Broadcasting::same, Contents::modulo)
        .add("Min", "1..*", "", Broadcasting::same, Contents.broadcast(TermArithmetic::minimum))
        .add("Max", "1..*", "", Broadcasting::same, Contents.broadcast(TermArithmetic::maximum))
        .addAll("Mean Sum", "1..*", "", Broadcasting::same)
        .addAll("Pow BitwiseAnd BitwiseOr BitwiseXor", "2", "", Broadcasting::same)
        .addAll("BitShift", "2", "direction:string", Broadcasting::same)
        .add("PRelu", "2", "", Broadcasting::oneWay)
        .add("Where", "3", "", Broadcasting::where, Contents::where)
        .add("Xor", "2", "", Broadcasting::comparison)
        .add("And", "2", "", Broadcasting::comparison, Contents.broadcast(TermArithmetic::and))
        .add("Or", "2", "", Broadcasting::comparison, Contents.broadcast(TermArithmetic::or))
        .add("Equal", "2", "", Broadcasting::comparison, Contents.broadcast(TermArithmetic::equal))
        .add("Less", "2", "", Broadcasting::comparison, Contents.broadcast(TermArithmetic::less))
        .add(
            "LessOrEqual",
            "2",
            "",
            Broadcasting::comparison,
            Contents.broadcast(TermArithmetic::lessOrEqual))
        .add(
            "Greater",
            "2",
            "",
            Broadcasting::comparison,
            Contents.broadcast(TermArithmetic::greater))
        .add(
            "GreaterOrEqual",
            "2",
            "",
            Broadcasting::comparison,
            Contents.broadcast(TermArithmetic::greaterOrEqual));
  }
}
