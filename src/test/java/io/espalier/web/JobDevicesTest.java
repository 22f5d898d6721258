package io.espalier.web;

import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static io.espalier.web.GatedRunner.AT_ONCE;
import static io.espalier.web.GatedRunner.GATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code /v1/devices}, {@code /v1/jobs/{id}/metrics}, and what a job document says of devices. */
@ServerTest
final class JobDevicesTest {
  private final Api api;
  private final GatedRunner runner;

  JobDevicesTest(@LocalServerPort int port, @Autowired GatedRunner runner) {
    this.api = new Api(port);
    this.runner = runner;
  }

  @Test
  void showsDevicesAndWhatRunsThere() {
    String job = api.submit(api.upload("device"), GATED);
    try {
      await().until(() -> cpu().get("job").asString().equals(job));

      assertThat(cpu().get("kind").stringValue()).isEqualTo("cpu");
      assertThat(cpu().get("name").stringValue()).isNotBlank();
      assertThat(cpu().get("memoryBytes").longValue()).isPositive();
      assertThat(cpu().get("freeBytes").longValue())
          .isPositive()
          .isLessThanOrEqualTo(cpu().get("memoryBytes").longValue());
    } finally {
      runner.open(job);
    }
    await().until(() -> cpu().get("job").isNull());
  }

  private JsonNode cpu() {
    JsonNode devices = json(api.get("/v1/devices")).get("data");
    assertThat(devices).hasSize(1);
    assertThat(devices.get(0).get("id").stringValue()).isEqualTo("cpu");
    return devices.get(0);
  }

  @Test
  void refusesAJobForADeviceThatTheServiceHasNot() {
    String document =
        Api.job(api.upload("placement"), AT_ONCE)
            .replace("{\"model\"", "{\"device\":\"gpu\",\"model\"");
    for (String path : new String[] {"/v1/jobs", "/v1/jobs:validate"}) {
      JsonNode refusal = problem(api.postJson(path, document), 422, "validation-failed");
      assertThat(refusal.at("/errors/0/message").stringValue())
          .isEqualTo("The service has no device of the kind (gpu); it has: cpu.");
    }
    JsonNode refusal =
        problem(
            api.postJson("/v1/jobs", document.replace("\"device\":\"gpu\"", "\"devices\":2")),
            422,
            "validation-failed");
    assertThat(refusal.toString()).contains("/devices", "The job asks for 2 devices");
  }

  @Test
  void showsTheCurvesOfAJobBySeries() {
    String job = api.submit(api.upload("curves"), AT_ONCE);
    await()
        .until(() -> json(api.get("/v1/jobs/" + job)).get("state").asString().equals("SUCCEEDED"));

    JsonNode curves = json(api.get("/v1/jobs/" + job + "/metrics")).get("data");
    assertThat(curves).hasSize(2);
    assertThat(curves.at("/0/series").stringValue()).isEqualTo("accuracy");
    assertThat(curves.at("/1/series").stringValue()).isEqualTo("loss");
    assertThat(curves.at("/1/step").intValue()).isZero();
    assertThat(curves.at("/1/points").toString())
        .isEqualTo(
            """
            [{"iteration":1,"epoch":0.5,"value":2.25},{"iteration":2,"epoch":1.0,"value":1.75}]""");
  }

  @Test
  void aJobThatIsNotThereHasNoCurves() {
    problem(api.get("/v1/jobs/job_00000000000000000000000000/metrics"), 404, "not-found");
    problem(api.get("/v1/jobs/nothing/metrics"), 400, "invalid-id");
  }

  @Test
  void estimatesTheTimeThatIsLeftUntilTheJobEnds() {
    String job = api.submit(api.upload("time-left"), GATED);
    try {
      await().until(() -> json(api.get("/v1/jobs/" + job)).at("/progress/secondsLeft").isNumber());
      assertThat(json(api.get("/v1/jobs/" + job)).at("/progress/secondsLeft").intValue())
          .isEqualTo(12);
      String events = api.get("/v1/jobs/" + job + "/events", "Accept", "application/json").body();
      assertThat(events).contains("\"secondsLeft\":12", "\"secondsLeft\":null");
    } finally {
      runner.open(job);
    }
  }
}
