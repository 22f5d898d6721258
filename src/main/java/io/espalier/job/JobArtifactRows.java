package io.espalier.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The artifacts of jobs as rows of the table {@code job_artifact}. */
final class JobArtifactRows {
  private final JdbcClient jdbc;

  JobArtifactRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The same jobs, those that have ended with their artifacts in the order of the manifest. */
  List<Job> complete(List<Job> jobs) {
    List<String> ended =
        jobs.stream().filter(job -> job.state().isTerminal()).map(Job::id).toList();
    if (ended.isEmpty()) {
      return jobs;
    }
    Map<String, List<JobArtifact>> artifacts = read(ended);
    return jobs.stream().map(job -> job.with(artifacts.getOrDefault(job.id(), List.of()))).toList();
  }

  private Map<String, List<JobArtifact>> read(List<String> jobIds) {
    Map<String, List<JobArtifact>> artifacts = new HashMap<>();
    jdbc.sql("SELECT * FROM job_artifact WHERE job_id IN (:jobs) ORDER BY job_id, ordinal")
        .param("jobs", jobIds)
        .query(
            row -> {
              artifacts
                  .computeIfAbsent(row.getString("job_id"), id -> new ArrayList<>())
                  .add(JobRows.artifact(row));
            });
    return artifacts;
  }

  void insert(String jobId, List<JobArtifact> artifacts) {
    for (int i = 0; i < artifacts.size(); i++) {
      insert(jobId, i, artifacts.get(i));
    }
  }

  private void insert(String jobId, int ordinal, JobArtifact artifact) {
    jdbc.sql(
            """
            INSERT INTO job_artifact (job_id, ordinal, name, media_type, sha256, bytes)
            VALUES (:job, :ordinal, :name, :type, :sha256, :bytes)""")
        .param("job", jobId)
        .param("ordinal", ordinal)
        .param("name", artifact.name())
        .param("type", artifact.mediaType())
        .param("sha256", artifact.content().sha256())
        .param("bytes", artifact.content().bytes())
        .update();
  }

  boolean references(String sha256) {
    return jdbc.sql("SELECT COUNT(*) FROM job_artifact WHERE sha256 = :sha256")
            .param("sha256", sha256)
            .query(Long.class)
            .single()
        > 0;
  }
}
