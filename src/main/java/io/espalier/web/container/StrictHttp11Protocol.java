package io.espalier.web.container;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 that marks requests with both a length and a transfer encoding.
 *
 * <p>Such a request is how one is smuggled past a proxy (RFC 9112, section 6.1). Tomcat drops the
 * length before any valve or filter can see that there was one. The only method it asks between
 * reading the headers and dropping the length is {@link #getRestrictedUserAgentsPattern()}, so the
 * headers are looked at there.
 */
public final class StrictHttp11Protocol extends Http11NioProtocol {
  /** The request attribute that is set when the framing is ambiguous. */
  public static final String AMBIGUOUS_FRAMING = "io.espalier.ambiguous-framing";

  private static final ScopedValue<FramingProcessor> CURRENT = ScopedValue.newInstance();

  @Override
  protected Processor createProcessor() {
    return new FramingProcessor(this, getAdapter());
  }

  @Override
  protected @Nullable Pattern getRestrictedUserAgentsPattern() {
    if (CURRENT.isBound()) {
      CURRENT.get().markAmbiguousFraming();
    }
    return super.getRestrictedUserAgentsPattern();
  }

  private static final class FramingProcessor extends Http11Processor {
    FramingProcessor(StrictHttp11Protocol protocol, Adapter adapter) {
      super(protocol, adapter);
    }

    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
      return ScopedValue.where(CURRENT, this).call(() -> super.service(socket));
    }

    void markAmbiguousFraming() {
      MimeHeaders headers = request.getMimeHeaders();
      if (headers.getValue("Transfer-Encoding") != null
          && headers.getValue("Content-Length") != null) {
        request.setAttribute(AMBIGUOUS_FRAMING, Boolean.TRUE);
      }
    }
  }
}
