package io.espalier.job.run;

import io.espalier.engine.RunnableModel;
import io.espalier.engine.RuntimeInfo;
import io.espalier.graph.Tensor;
import io.espalier.job.JobContext;
import java.util.List;
import java.util.Map;

/** A model that is run only as long as its job may go on. */
record WatchedModel(RunnableModel model, JobContext context) implements RunnableModel {
  @Override
  public List<Tensor> run(Map<String, Tensor> inputs) {
    context.throwIfCancelled();
    return model.run(inputs);
  }

  @Override
  public RuntimeInfo runtime() {
    return model.runtime();
  }

  @Override
  public void close() {
    model.close();
  }
}
