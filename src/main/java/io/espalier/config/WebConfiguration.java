package io.espalier.config;

import io.espalier.web.page.KnownParameters;
import io.espalier.web.service.ServiceController.Readiness;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the controllers share. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  private final KnownParameters knownParameters;

  WebConfiguration(KnownParameters knownParameters) {
    this.knownParameters = knownParameters;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(knownParameters).addPathPatterns("/v1/**");
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/", "/swagger-ui.html");
  }

  @Bean
  Readiness readiness(HealthEndpoint health) {
    return () -> {
      HealthDescriptor readiness = health.healthForPath("readiness");
      return readiness != null && readiness.getStatus().equals(Status.UP);
    };
  }
}
