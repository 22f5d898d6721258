package io.espalier.ops;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Says where the service can be found. */
@Component
final class Announcement {
  private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

  @Order(Ordered.HIGHEST_PRECEDENCE)
  @EventListener
  void announce(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      LOG.info(
          "Espalier {} is ready: http://localhost:{}/swagger-ui.html",
          Version.current(),
          web.getWebServer().getPort());
    }
  }
}
