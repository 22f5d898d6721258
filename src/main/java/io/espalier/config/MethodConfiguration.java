package io.espalier.config;

import io.espalier.method.Compression;
import io.espalier.method.MethodRegistry;
import io.espalier.method.finetune.FineTuneMethod;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.sensitivity.SensitivityMethod;
import io.espalier.method.spec.JobSpecReader;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The compression methods of this service. */
@Configuration(proxyBeanMethods = false)
class MethodConfiguration {
  @Bean
  MethodRegistry methodRegistry() {
    return new MethodRegistry(
        List.of(new PruneMethod(), new FineTuneMethod(), new SensitivityMethod()));
  }

  @Bean
  JobSpecReader jobSpecReader(MethodRegistry methods) {
    return methods.jobSpecReader();
  }

  @Bean
  Compression compression(MethodRegistry methods) {
    return new Compression(methods);
  }
}
