package io.espalier.web.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what the parameters in paths are; each is the same wherever its path goes on. */
final class PathParameters {
  private static final Map<String, Meaning> BY_PATH =
      Map.of(
          "/v1/models/{id}",
          new Meaning("The model, as its upload answered.", "mdl_01M823D7YWDG05NEPD1EQ5D03Q"),
          "/v1/datasets/{id}",
          new Meaning("The data set, as its upload answered.", "ds_01M823D7YWDG05NEPD1EQ5D03Q"),
          "/v1/jobs/{id}",
          new Meaning("The job, as its submission answered.", "job_01M823ECQP3KWDAVAJ7VZT322D"),
          "/v1/uploads/{id}",
          new Meaning("The set, as its opening answered.", "upl_01M823M9F5EW5C92B8PQZEPYGV"),
          "/v1/uploads/{id}/parts/{name}",
          new Meaning("The name by which the main file calls the part.", "model.onnx_data"),
          "/v1/jobs/{id}/artifacts/{name}",
          new Meaning("The name of a file that the job lists.", "model.onnx"));

  private PathParameters() {}

  private record Meaning(String description, String example) {}

  static void describe(OpenAPI api) {
    api.getPaths()
        .forEach(
            (path, item) -> item.readOperations().forEach(operation -> describe(path, operation)));
  }

  private static void describe(String path, Operation operation) {
    Stream.ofNullable(operation.getParameters())
        .flatMap(parameters -> parameters.stream())
        .filter(parameter -> "path".equals(parameter.getIn()))
        .forEach(parameter -> describe(path, parameter));
  }

  private static void describe(String path, Parameter parameter) {
    String placeholder = "{%s}".formatted(parameter.getName());
    String place = path.substring(0, path.indexOf(placeholder) + placeholder.length());
    Optional.ofNullable(BY_PATH.get(place))
        .ifPresent(
            meaning -> parameter.description(meaning.description()).example(meaning.example()));
  }
}
