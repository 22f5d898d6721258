package io.espalier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the service. */
@SpringBootApplication(
    scanBasePackages = {
      "io.espalier.config",
      "io.espalier.demo",
      "io.espalier.ops",
      "io.espalier.web"
    })
@ConfigurationPropertiesScan
@EnableScheduling
public class EspalierApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(EspalierApplication.class, arguments);
  }
}
