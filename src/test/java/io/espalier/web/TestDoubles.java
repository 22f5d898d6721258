package io.espalier.web;

import io.espalier.artifact.ArtifactStore;
import io.espalier.catalog.ModelAnalyzer;
import io.espalier.method.CostTotals;
import io.espalier.method.JobPlan;
import io.espalier.web.graph.GraphView;
import io.espalier.web.graph.ModelGraphs;
import io.espalier.web.job.JobPlanner;
import io.espalier.web.model.GroupView;
import io.espalier.web.model.ModelGroups;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Stands in for everything that would look into a network. */
@TestConfiguration(proxyBeanMethods = false)
class TestDoubles {
  @Bean
  @Primary
  ModelAnalyzer testAnalyzer() {
    return new TestModels();
  }

  @Bean
  @Primary
  GatedRunner testRunner(ArtifactStore store) {
    return new GatedRunner(store);
  }

  @Bean
  @Primary
  JobPlanner testPlanner() {
    return (_, _) ->
        new JobPlan(
            new CostTotals(10, 20, 40, 40), new CostTotals(5, 10, 20, 20), List.of(), List.of());
  }

  @Bean
  @Primary
  ModelGroups testGroups() {
    return _ ->
        List.of(new GroupView("conv1", "filter", List.of("conv1"), 16, true, false, List.of()));
  }

  @Bean
  @Primary
  ModelGraphs testGraphs() {
    return (_, fused) ->
        new GraphView(
            "g", 17, fused, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
