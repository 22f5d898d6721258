package io.espalier.method.prune;

import io.espalier.graph.Graph;
import io.espalier.method.Analysis;
import io.espalier.method.CompressionMethod;
import io.espalier.method.StepContext;
import io.espalier.method.StepPlan;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;

/** Structured pruning of whole channels, ranked over the whole network. */
public final class PruneMethod implements CompressionMethod<PruneSpec> {
  @Override
  public Class<PruneSpec> specType() {
    return PruneSpec.class;
  }

  @Override
  public StepDescription<PruneSpec> description() {
    return PruneOptions.DESCRIPTION;
  }

  @Override
  public StepPlan plan(Analysis analysis, PruneSpec spec, long seed) {
    throw new UnsupportedOperationException("Not there yet.");
  }

  @Override
  public Graph apply(Analysis analysis, PruneSpec spec, StepPlan plan, StepContext context) {
    throw new UnsupportedOperationException("Not there yet.");
  }
}
