package io.espalier.web.openapi;

import io.espalier.method.spec.JobSpecReader;
import io.espalier.method.spec.SensitivityRequest;
import io.espalier.problem.ErrorCode;
import io.espalier.upload.UploadRequests;
import io.espalier.web.error.ProblemDocument;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Adds to the generated description what annotations of the controllers cannot say. */
@Component
final class ApiDescription implements GlobalOpenApiCustomizer, GlobalOperationCustomizer {
  /** The schema of a job document; its steps are those of the registered methods. */
  static final String JOB_REQUEST = "JobRequest";

  /** What any operation may answer. */
  private static final List<ErrorCode> ALWAYS =
      List.of(
          ErrorCode.MALFORMED_REQUEST,
          ErrorCode.NOT_ACCEPTABLE,
          ErrorCode.VALIDATION_FAILED,
          ErrorCode.INTERNAL_ERROR);

  private static final String SENSITIVITY_REQUEST = "SensitivityRequest";
  private static final String UPLOAD_SET_REQUEST = "UploadSetRequest";
  private static final String UPLOAD_SET_COMPLETION = "UploadSetCompletion";

  private final JobSpecReader jobs;
  private final UploadRequests uploads;

  ApiDescription(JobSpecReader jobs, UploadRequests uploads) {
    this.jobs = jobs;
    this.uploads = uploads;
  }

  @Override
  public void customise(OpenAPI api) {
    add(api, JOB_REQUEST, jobs.schema());
    add(api, SENSITIVITY_REQUEST, SensitivityRequest.schema());
    add(api, UPLOAD_SET_REQUEST, uploads.openingSchema());
    add(api, UPLOAD_SET_COMPLETION, uploads.completingSchema());
    ModelConverters.getInstance(true)
        .resolveAsResolvedSchema(new AnnotatedType(ProblemDocument.class).resolveAsRef(false))
        .referencedSchemas
        .forEach(api.getComponents()::addSchemas);
    PathParameters.describe(api);
  }

  private static void add(OpenAPI api, String name, Map<String, Object> schema) {
    api.getComponents().addSchemas(name, Json31.mapper().convertValue(schema, Schema.class));
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    ApiResponses responses = operation.getResponses();
    RefusalResponses.of(refusals(method)).forEach(responses::addApiResponse);
    responses
        .values()
        .forEach(
            response ->
                response.addHeaderObject(
                    "Trace-Id", RefusalResponses.header("Finds the request in the server's log")));
    return operation;
  }

  private static List<ErrorCode> refusals(HandlerMethod method) {
    Stream<ErrorCode> own =
        Optional.ofNullable(method.getMethodAnnotation(Refuses.class)).map(Refuses::value).stream()
            .flatMap(Stream::of);
    return Stream.concat(ALWAYS.stream(), own).distinct().toList();
  }
}
