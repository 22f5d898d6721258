package io.espalier.web.error;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers every exception that leaves a controller or is raised on the way to one.
 *
 * <p>When an answer has begun already, a fault of ours is passed on and cuts the connection, so
 * that nobody takes half an answer for a whole one; a fault of the client is left to the container,
 * which has refused the request by itself.
 */
@Component
public final class ProblemResolver implements HandlerExceptionResolver, Ordered {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemResolver.class);

  private final ProblemWriter writer;

  ProblemResolver(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception fault) {
    log(request, fault);
    if (response.isCommitted()) {
      return Refusals.isOurFault(fault) ? null : new ModelAndView();
    }
    try {
      writer.write(request, response, Refusals.of(fault));
    } catch (IOException e) {
      LOG.debug("The client left before it was told why its request was refused.", e);
    }
    return new ModelAndView();
  }

  private static void log(HttpServletRequest request, Exception fault) {
    if (Refusals.isOurFault(fault)) {
      LOG.error("{} {} failed.", request.getMethod(), LogText.of(request.getRequestURI()), fault);
    } else {
      String reason = LogText.of(String.valueOf(fault.getMessage()));
      LOG.info("{} {}: {}", request.getMethod(), LogText.of(request.getRequestURI()), reason);
    }
  }
}
