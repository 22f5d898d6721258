package io.espalier.architecture.untangled.web;

import io.espalier.architecture.untangled.job.JobRows;
import org.springframework.http.ResponseEntity;

/** A name in which Base and Impl are letters and not words, as in an implicit baseline. */
public final class Baseline {

  public ResponseEntity<String> show(JobRows rows) {
    return ResponseEntity.ok(rows.toString());
  }
}
