package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Operators that sample images, pool regions of them, or pick boxes. */
final class Detections {
  private static final int IMAGE_RANK = 4;

  private Detections() {}

  static void addTo(OperatorTable table) {
    table
        .add(
            "GridSample",
            "2",
            "align_corners:int mode:string padding_mode:string",
            Detections::grid)
        .add(
            "RoiAlign",
            "3",
            "coordinate_transformation_mode:string mode:string output_height:int output_width:int"
                + " sampling_ratio:int spatial_scale:float",
            Detections::align)
        .add("MaxRoiPool", "2", "pooled_shape:ints spatial_scale:float", Detections::poolRegions)
        .add("NonMaxSuppression", "2..5", "center_point_box:int", Detections::suppress)
        .add("MaxUnpool", "2..3", "kernel_shape:ints pads:ints strides:ints", Detections::unpool);
  }

  /** Image [N, C, d…] and grid [N, o…, axes] to [N, C, o…]. */
  private static TensorType grid(RuleContext context) {
    TensorType image = context.type(0);
    TensorType grid = context.type(1);
    RuleContext.require(
        image.rank() > 2 && image.rank() == grid.rank(),
        "image (%s) and grid (%s) must have equal ranks above 2",
        image,
        grid);
    RuleContext.requireSame(image.dim(0), grid.dim(0), "images and grids");
    RuleContext.requireSame(grid.dim(-1), Dim.of(image.rank() - 2L), "coordinates and axes");
    List<Dim> shape = new ArrayList<>(image.shape().subList(0, 2));
    shape.addAll(grid.shape().subList(1, grid.rank() - 1));
    return image.withShape(shape);
  }

  /** Image [N, C, H, W], regions [R, 4] and their images [R] to [R, C, height, width]. */
  private static TensorType align(RuleContext context) {
    TensorType pooled =
        pooled(
            context,
            context.node().intAttribute("output_height", 1),
            context.node().intAttribute("output_width", 1));
    TensorType images = context.type(2);
    RuleContext.require(images.rank() == 1, "the batch indices (%s) must have one axis", images);
    RuleContext.requireSame(pooled.dim(0), images.dim(0), "regions and batch indices");
    return pooled;
  }

  private static TensorType poolRegions(RuleContext context) {
    List<Long> size = context.node().intsAttribute("pooled_shape").orElse(List.of());
    RuleContext.require(size.size() == 2, "the pooled_shape (%s) must be two extents", size);
    return pooled(context, size.get(0), size.get(1));
  }

  private static TensorType pooled(RuleContext context, long height, long width) {
    TensorType image = context.type(0);
    TensorType regions = context.type(1);
    RuleContext.require(
        image.rank() == IMAGE_RANK && regions.rank() == 2,
        "the image (%s) must have four axes and the regions (%s) two",
        image,
        regions);
    RuleContext.require(
        height > 0 && width > 0, "the output (%d x %d) must not be empty", height, width);
    return image.withShape(List.of(regions.dim(0), image.dim(1), Dim.of(height), Dim.of(width)));
  }

  /** Rows of image, class and box; how many shows only at run time. */
  private static TensorType suppress(RuleContext context) {
    TensorType boxes = context.type(0);
    TensorType scores = context.type(1);
    RuleContext.require(
        boxes.rank() == 3 && scores.rank() == 3,
        "boxes (%s) and scores (%s) must have three axes",
        boxes,
        scores);
    RuleContext.requireSame(boxes.dim(1), scores.dim(2), "boxes and scores");
    return new TensorType(ElementType.INT64, List.of(context.unknown(0), Dim.of(3)));
  }

  private static TensorType unpool(RuleContext context) {
    TensorType pooled = context.type(0);
    List<Long> kernel = context.node().intsAttribute("kernel_shape").orElse(List.of());
    RuleContext.require(
        pooled.rank() == kernel.size() + 2,
        "the input (%s) must have %d axes",
        pooled,
        kernel.size() + 2);
    return context.has(2)
        ? pooled.withShape(Layouts.targetDims(context, 2))
        : Windows.of(context.node(), kernel)
            .spread(context, pooled.dim(1), kernel.stream().map(_ -> 0L).toList());
  }
}
