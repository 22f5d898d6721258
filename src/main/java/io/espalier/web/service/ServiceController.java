package io.espalier.web.service;

import static io.espalier.problem.ErrorCode.TEMPORARILY_UNAVAILABLE;

import io.espalier.catalog.dataset.DatasetService;
import io.espalier.json.StrictJson;
import io.espalier.method.MethodRegistry;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.prune.Choice;
import io.espalier.problem.EspalierException;
import io.espalier.resource.PageRequest;
import io.espalier.upload.UploadService;
import io.espalier.web.upload.UploadReader;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1} itself: what the service can do, how much of it, and whether it is well. */
@RestController
@RequestMapping(path = "/v1", produces = MediaType.APPLICATION_JSON_VALUE)
public final class ServiceController implements ServiceApi {
  private final MethodRegistry methods;
  private final UploadReader uploads;
  private final UploadService sets;
  private final DatasetService datasets;
  private final Readiness readiness;

  public ServiceController(
      MethodRegistry methods,
      UploadReader uploads,
      UploadService sets,
      DatasetService datasets,
      Readiness readiness) {
    this.methods = methods;
    this.sets = sets;
    this.datasets = datasets;
    this.uploads = uploads;
    this.readiness = readiness;
  }

  @Override
  @GetMapping("/methods")
  public Methods methods() {
    return new Methods(methods.descriptions().stream().map(MethodView::of).toList());
  }

  @Override
  @GetMapping("/limits")
  public Limits limits() {
    return new Limits(
        uploads.maxBytes(),
        sets.limits().bytes(),
        sets.limits().parts(),
        sets.limits().openSets(),
        datasets.maximumBytes(),
        StrictJson.MOST_BYTES,
        PageRequest.DEFAULT_LIMIT,
        PageRequest.MAXIMUM_LIMIT);
  }

  @Override
  @GetMapping("/health/live")
  public Health live() {
    return Health.UP;
  }

  @Override
  @GetMapping("/health/ready")
  public Health ready() {
    if (!readiness.isReady()) {
      throw new EspalierException(
          TEMPORARILY_UNAVAILABLE,
          "The service cannot take work: its database or store is not usable.");
    }
    return Health.UP;
  }

  /** Tells whether the service can take work now. */
  @FunctionalInterface
  public interface Readiness {
    boolean isReady();
  }

  /** All step types. */
  @Schema(name = "Methods")
  public record Methods(List<MethodView> data) {
    public Methods {
      data = List.copyOf(data);
    }
  }

  /**
   * A step type.
   *
   * @param schema JSON schema (2020-12) of the step
   * @param example a step as a job document writes it
   * @param choices what its options may be, where more is to be said of them than a schema can:
   *     what they need, and what can be set beside them
   */
  @Schema(name = "Method")
  public record MethodView(
      @Schema(example = "prune") String type,
      String summary,
      Map<String, Object> schema,
      Map<String, Object> example,
      List<Choice> choices) {
    public MethodView {
      choices = List.copyOf(choices);
    }

    static MethodView of(StepDescription<?> description) {
      return new MethodView(
          description.type(),
          description.summary(),
          description.options().schema(),
          description.example(),
          description.choices());
    }
  }

  /** The limits in force; sizes in bytes. */
  @Schema(name = "Limits")
  public record Limits(
      long uploadBytes,
      long uploadSetBytes,
      int uploadSetParts,
      int openUploadSets,
      long datasetBytes,
      long jsonBytes,
      int defaultPageSize,
      int maximumPageSize) {}

  /** Whether the service is well. */
  @Schema(name = "Health")
  public record Health(@Schema(example = "UP") String status) {
    static final Health UP = new Health("UP");
  }
}
