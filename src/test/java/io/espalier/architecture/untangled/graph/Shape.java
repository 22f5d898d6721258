package io.espalier.architecture.untangled.graph;

import io.espalier.architecture.untangled.problem.Fault;
import java.util.List;

/** What a model is made of. */
public sealed interface Shape {

  record Point() implements Shape {}

  record Line(List<Point> points, Fault fault) implements Shape {}
}
