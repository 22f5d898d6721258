package io.espalier.web.job;

import io.espalier.catalog.ModelService;
import io.espalier.job.device.DevicePool;
import io.espalier.method.JobPlan;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.method.spec.SensitivityRequest;
import io.espalier.problem.EspalierException;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Checks what a job asks for, down to the plan of every step, before anything is accepted. */
@Component
final class JobRequests {
  private final JobSpecReader reader;
  private final ModelService models;
  private final JobPlanner planner;
  private final DevicePool devices;

  JobRequests(JobSpecReader reader, ModelService models, JobPlanner planner, DevicePool devices) {
    this.reader = reader;
    this.models = models;
    this.planner = planner;
    this.devices = devices;
  }

  /** A document that can be carried out. */
  record Planned(JobSpec spec, JobPlan plan) {
    /**
     * The same to be stored.
     *
     * @param document the spec as text
     */
    io.espalier.job.JobSpec stored(String document) {
      return new io.espalier.job.JobSpec(
          spec.model(),
          spec.datasets().stream()
              .filter(name -> ResourceIds.isOf(ResourceKind.DATASET, name))
              .toList(),
          document);
    }
  }

  /**
   * Reads and plans.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED with every fault of the
   *     document or when there are no such devices, INVALID_ID or NOT_FOUND for its model, and what
   *     {@link JobPlanner#plan} throws
   */
  Planned plan(JsonNode document) {
    return plan(reader.read(document));
  }

  /**
   * Reads a request to measure the sensitivity of a model, and plans its job.
   *
   * @throws io.espalier.problem.EspalierException as {@link #plan(JsonNode)}, with pointers into
   *     the request
   */
  Planned planSensitivity(String model, JsonNode request) {
    JobSpec spec = SensitivityRequest.read(model, request);
    try {
      return plan(spec);
    } catch (EspalierException refusal) {
      throw SensitivityRequest.placed(refusal);
    }
  }

  private Planned plan(JobSpec spec) {
    String modelId = ResourceIds.require(ResourceKind.MODEL, spec.model(), "/model");
    devices.require(spec);
    return new Planned(spec, planner.plan(models.find(modelId), spec));
  }
}
