package io.espalier.web.job;

import static io.espalier.problem.ErrorCode.NOT_FOUND;
import static io.espalier.problem.ErrorCode.NOT_READY;

import io.espalier.artifact.ArtifactStore;
import io.espalier.job.Job;
import io.espalier.job.JobArtifact;
import io.espalier.job.JobService;
import io.espalier.problem.EspalierException;
import io.espalier.report.ReportJson;
import io.espalier.report.ReportPage;
import io.espalier.web.download.Download;
import io.espalier.web.download.EntityTag;
import io.espalier.web.download.StoredFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a job leaves behind: its report, for programs and for people, and its files. */
@RestController
public final class JobResultController implements JobResultApi {
  private static final String REPORT = "report.json";
  private static final MediaType PAGE = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final JobService jobs;
  private final ArtifactStore store;

  JobResultController(JobService jobs, ArtifactStore store) {
    this.jobs = jobs;
    this.store = store;
  }

  @Override
  @GetMapping(
      path = JobView.PATH + "/{id}/report",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE})
  public ResponseEntity<byte[]> report(@PathVariable String id, HttpServletRequest request)
      throws IOException {
    byte[] report = Files.readAllBytes(store.verifiedPath(sha256(require(id, REPORT))));
    boolean page = prefersPage(request);
    byte[] body = page ? page(report) : report;
    return ResponseEntity.ok()
        .contentType(page ? PAGE : MediaType.APPLICATION_JSON)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .eTag(EntityTag.ofContent(body).value())
        .body(body);
  }

  @Override
  @GetMapping(
      path = JobView.PATH + "/{id}/artifacts/{name}",
      produces = {MediaType.ALL_VALUE})
  public void artifact(
      @PathVariable String id,
      @PathVariable String name,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    JobArtifact artifact = require(id, name);
    StoredFile file =
        new StoredFile(
            store.path(sha256(artifact)), artifact.content(), artifact.mediaType(), name);
    new Download(file).send(request, response);
  }

  private JobArtifact require(String id, String name) {
    Job job = jobs.find(id);
    if (!job.state().isTerminal()) {
      throw new EspalierException(
          NOT_READY,
          "The job is %s; its files exist once it has SUCCEEDED.".formatted(job.state()));
    }
    return job.artifact(name)
        .orElseThrow(
            () ->
                new EspalierException(
                    NOT_FOUND, "The job (%s) has no such file.".formatted(job.state())));
  }

  private static String sha256(JobArtifact artifact) {
    return artifact.content().sha256();
  }

  private static boolean prefersPage(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && MediaType.parseMediaTypes(accept).stream()
            .filter(type -> !type.isWildcardType())
            .findFirst()
            .filter(MediaType.TEXT_HTML::isCompatibleWith)
            .isPresent();
  }

  private static byte[] page(byte[] report) {
    return ReportPage.of(ReportJson.read(report)).getBytes(StandardCharsets.UTF_8);
  }
}
