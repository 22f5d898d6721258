package io.espalier.architecture.tangled.graph;

import io.espalier.architecture.tangled.web.Page;
import org.springframework.util.StringUtils;

/** Knows the page it is drawn on, and asks Spring what is blank. */
public final class DrawnNode {

  public Page page(String title) {
    return new Page(StringUtils.hasText(title) ? title : "untitled");
  }
}
