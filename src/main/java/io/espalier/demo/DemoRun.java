package io.espalier.demo;

import java.net.URI;
import java.util.Objects;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Shows the demo once the service is up. */
@Component
@Profile("demo")
final class DemoRun {
  @Order(Ordered.LOWEST_PRECEDENCE)
  @EventListener
  void show(ApplicationReadyEvent event) {
    WebServerApplicationContext web = (WebServerApplicationContext) event.getApplicationContext();
    int port = Objects.requireNonNull(web.getWebServer()).getPort();
    new Demo(URI.create("http://127.0.0.1:" + port), System.out).run();
  }
}
