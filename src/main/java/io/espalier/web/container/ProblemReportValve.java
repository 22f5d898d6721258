package io.espalier.web.container;

import io.espalier.web.error.ProblemWriter;
import io.espalier.web.error.Refusal;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what Tomcat refuses before any servlet sees it, in place of its HTML page. */
public final class ProblemReportValve extends ErrorReportValve {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

  private final ProblemWriter writer;

  public ProblemReportValve(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable fault) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      String allow = response.getHeader("Allow");
      Map<String, String> headers = allow == null ? Map.of() : Map.of("Allow", allow);
      writer.write(request.getRequest(), response.getResponse(), Refusal.ofStatus(status, headers));
      response.finishResponse();
    } catch (IOException e) {
      LOG.debug("The client left before it was told why its request was refused.", e);
    }
  }
}
