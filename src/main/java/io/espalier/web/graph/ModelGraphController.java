package io.espalier.web.graph;

import io.espalier.catalog.ModelService;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/models/{id}/graph}. */
@RestController
public final class ModelGraphController implements ModelGraphApi {
  private final ModelService models;
  private final ModelGraphs graphs;

  public ModelGraphController(ModelService models, ModelGraphs graphs) {
    this.models = models;
    this.graphs = graphs;
  }

  @Override
  @GetMapping(path = "/v1/models/{id}/graph", produces = MediaType.APPLICATION_JSON_VALUE)
  public GraphView graph(
      @PathVariable String id, @RequestParam(defaultValue = "true") boolean fused) {
    return graphs.of(models.find(id), fused);
  }
}
