package io.espalier.config;

import io.espalier.ops.Version;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the description of the API says about the whole of it. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {
  private static final String DESCRIPTION =
      """
      Makes neural networks smaller. Upload a model, post a job that lists what to do with it, \
      watch it run, and download a smaller model with a report of what it cost and what it saved.

          curl --data-binary @resnet18.onnx \
      'http://localhost:8080/v1/models?name=resnet18.onnx'
          curl -X POST -H 'Content-Type: application/json' http://localhost:8080/v1/jobs \
      -d '{"model":"mdl_…","steps":[{"type":"prune","criterion":"l1","target":{"macs":0.5}}]}'

      Every refusal is a problem document (RFC 9457) with a stable `code`.
      Clients must ignore response fields they do not know; unknown request fields are refused.
      """;

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(new Info().title("Espalier").version(Version.current()).description(DESCRIPTION))
        .addServersItem(new Server().url("/"))
        .addTagsItem(new Tag().name("Models").description("Networks, as they came and as made"))
        .addTagsItem(new Tag().name("Uploads").description("Models of several files"))
        .addTagsItem(new Tag().name("Datasets").description("What networks are trained on"))
        .addTagsItem(new Tag().name("Jobs").description("What is done to a model, and its result"))
        .addTagsItem(new Tag().name("Service").description("What the service says of itself"));
  }
}
