package io.espalier.web.page;

import io.espalier.resource.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * One page of a list, newest first.
 *
 * @param nextCursor the parameter {@code after} of the following page; null on the last page
 */
public record PageView<T>(List<T> data, boolean hasMore, Optional<String> nextCursor) {
  public PageView {
    data = List.copyOf(data);
  }

  /**
   * The response for a page, with a {@code Link} to the next.
   *
   * @param path of the list
   */
  public static <S, T> ResponseEntity<PageView<T>> response(
      Page<S> page, Function<S, T> view, String path, int limit) {
    List<T> data = page.items().stream().map(view).toList();
    Optional<String> next = page.hasMore() ? Optional.of(page.next()) : Optional.empty();
    HttpHeaders headers = new HttpHeaders();
    next.ifPresent(cursor -> headers.set(HttpHeaders.LINK, link(path, limit, cursor)));
    return ResponseEntity.ok().headers(headers).body(new PageView<>(data, page.hasMore(), next));
  }

  private static String link(String path, int limit, String cursor) {
    return "<%s?limit=%d&after=%s>; rel=\"next\"".formatted(path, limit, cursor);
  }
}
