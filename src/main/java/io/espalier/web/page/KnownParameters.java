package io.espalier.web.page;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.UriComponentsBuilder;

/** Refuses query parameters that the operation does not have, so that a mistyped one is noticed. */
@Component
public final class KnownParameters implements HandlerInterceptor {
  private static final int SHOWN_CHARACTERS = 40;

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method && request.getQueryString() != null) {
      requireKnown(sent(request.getQueryString()), known(method));
    }
    return true;
  }

  private static Set<String> sent(String query) {
    return UriComponentsBuilder.newInstance().query(query).build().getQueryParams().keySet();
  }

  private static Set<String> known(HandlerMethod method) {
    return Arrays.stream(method.getMethodParameters())
        .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
        .map(KnownParameters::name)
        .collect(Collectors.toSet());
  }

  private static String name(MethodParameter parameter) {
    return Objects.requireNonNull(parameter.getParameter().getName());
  }

  private static void requireKnown(Set<String> sent, Set<String> known) {
    Problems problems = new Problems();
    sent.stream()
        .filter(name -> !known.contains(name))
        .map(name -> name.substring(0, Math.min(name.length(), SHOWN_CHARACTERS)))
        .forEach(
            name ->
                problems.add(
                    "query:" + name,
                    "unknown-parameter",
                    "The query parameter (%s) is unknown here; known: %s.".formatted(name, known)));
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
  }
}
