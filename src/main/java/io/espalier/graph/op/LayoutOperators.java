package io.espalier.graph.op;

/** Operators that move, pick or make elements. */
final class LayoutOperators {
  private LayoutOperators() {}

  static void addTo(OperatorTable table) {
    addLayouts(table);
    addSelections(table);
    addSources(table);
  }

  private static void addLayouts(OperatorTable table) {
    table
        .add("Reshape", "2", "allowzero:int", Reshapes::reshape, Contents::sameOrder)
        .add("Flatten", "1", "axis:int", Layouts::flatten, Contents::sameOrder)
        .add("Squeeze", "1..2", "axes:ints", Layouts::squeeze, Contents::sameOrder)
        .add("Unsqueeze", "1..2", "axes:ints", Layouts::unsqueeze, Contents::sameOrder)
        .add("Transpose", "1", "perm:ints", Layouts::transpose, Contents::transpose)
        .add("Expand", "2", "", Layouts::expand, Contents::expand)
        .add("Tile", "2", "", Layouts::tile)
        .add("DepthToSpace", "1", "blocksize:int mode:string", Layouts::depthToSpace)
        .add("SpaceToDepth", "1", "blocksize:int", Layouts::spaceToDepth);
  }

  private static void addSelections(OperatorTable table) {
    table
        .add("Concat", "1..*", "axis:int", Joins::concat, Contents::concat)
        .addMany("Split", "1..2", Operator.ANY, "axis:int num_outputs:int split:ints", Joins::split)
        .add("Slice", "3..5", "", Slicing::slice, Contents::slice)
        .add("Gather", "2", "axis:int", Selections::gather, Contents::gather)
        .add("GatherElements", "2", "axis:int", Selections::gatherElements)
        .add("GatherND", "2", "batch_dims:int", Selections::gatherNd)
        .add("NonZero", "1", "", Selections::nonZero)
        .add("OneHot", "3", "axis:int", Selections::oneHot)
        .add("Pad", "2..4", "mode:string", Selections::pad)
        .add(
            "Resize",
            "1..4",
            "antialias:int axes:ints coordinate_transformation_mode:string cubic_coeff_a:float"
                + " exclude_outside:int extrapolation_value:float keep_aspect_ratio_policy:string"
                + " mode:string nearest_mode:string",
            Selections::resize);
  }

  private static void addSources(OperatorTable table) {
    table
        .add(
            "Constant",
            "0",
            "value:tensor value_float:float value_floats:floats value_int:int value_ints:ints"
                + " value_string:string value_strings:strings",
            Sources::constant,
            Contents::constant)
        .add("ConstantOfShape", "1", "value:tensor", Sources::constantOfShape, Contents::filled)
        .add("Shape", "1", "start:int end:int", Sources::shape, Contents::shape)
        .add("Size", "1", "", Sources::size, Contents::size)
        .add("Range", "3", "", Sources::range, Contents::range)
        .add("EyeLike", "1", "dtype:int k:int", Sources::eyeLike);
  }
}
