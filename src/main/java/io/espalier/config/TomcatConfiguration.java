package io.espalier.config;

import io.espalier.web.container.ProblemReportValve;
import io.espalier.web.container.StrictHttp11Protocol;
import io.espalier.web.error.ProblemWriter;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tomcat as this service wants it. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> strictTomcat(ProblemWriter problems) {
    return factory -> {
      factory.setProtocol(StrictHttp11Protocol.class.getName());
      factory.addConnectorCustomizers(TomcatConfiguration::leaveBodiesAlone);
      factory.addConnectorCustomizers(
          connector ->
              askBeforeSending((AbstractHttp11Protocol<?>) connector.getProtocolHandler()));
      factory.addContextCustomizers(context -> reportProblems(context, problems));
    };
  }

  /**
   * Parameters come from the query alone. {@code curl --data-binary} calls every body a form, and
   * Tomcat would read such a body to look for parameters in it.
   */
  private static void leaveBodiesAlone(Connector connector) {
    connector.setParseBodyMethods("");
  }

  /** A client that sends {@code Expect: 100-continue} is answered before it sends, when refused. */
  private static void askBeforeSending(AbstractHttp11Protocol<?> protocol) {
    protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
  }

  private static void reportProblems(Context context, ProblemWriter problems) {
    StandardHost host = (StandardHost) context.getParent();
    host.setErrorReportValveClass("");
    host.getPipeline().addValve(new ProblemReportValve(problems));
  }
}
