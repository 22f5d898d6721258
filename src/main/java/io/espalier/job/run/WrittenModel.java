package io.espalier.job.run;

import io.espalier.format.ModelFiles;
import io.espalier.graph.Graph;

/**
 * A graph as ONNX Runtime gets it.
 *
 * @param graph with operators that ONNX Runtime has not in other words
 */
record WrittenModel(Graph graph, ModelFiles files) {}
