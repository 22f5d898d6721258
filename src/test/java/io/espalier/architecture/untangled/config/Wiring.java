package io.espalier.architecture.untangled.config;

import io.espalier.architecture.untangled.web.Baseline;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Open, because Spring extends it. */
@Configuration
public class Wiring {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Baseline baseline() {
    return new Baseline();
  }

  String id() {
    return UUID.randomUUID().toString();
  }
}
