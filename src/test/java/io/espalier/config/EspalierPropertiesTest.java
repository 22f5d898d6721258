package io.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

final class EspalierPropertiesTest {
  @Test
  void takesUploadsUpToTheLargestProtobufFile() {
    EspalierProperties properties = bind(Map.of("espalier.home", "/srv/espalier"));

    assertThat(properties.home()).isEqualTo(Path.of("/srv/espalier"));
    assertThat(properties.maxUpload()).isEqualTo(DataSize.ofGigabytes(2));
  }

  @Test
  void makesTheHomeAbsolute() {
    assertThat(bind(Map.of("espalier.home", "data/../state")).home())
        .isEqualTo(Path.of("state").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3GB", "0B", "-1B"})
  void refusesLimitsItCannotKeep(String limit) {
    Map<String, String> settings = Map.of("espalier.home", "x", "espalier.max-upload", limit);

    assertThatThrownBy(() -> bind(settings))
        .rootCause()
        .hasMessageContaining("espalier.max-upload");
  }

  @Test
  void worksOnAllGpusOrElseOnTheCpu() {
    WorkerProperties worker = bind(Map.of("espalier.home", "x")).worker();

    assertThat(worker.devices(List::of)).containsExactly(Device.CPU);
    assertThat(worker.devices(() -> List.of(Device.cuda(0), Device.cuda(1)))).hasSize(2);
    assertThat(worker.threadsOr(7)).isEqualTo(7);
  }

  @Test
  void worksOnTheDevicesThatAreNamedInTheirOrder() {
    WorkerProperties worker =
        bind(Map.of(
                "espalier.home", "x",
                "espalier.worker.devices", "cuda:1,cpu,cuda:1",
                "espalier.worker.threads", "3"))
            .worker();

    assertThat(worker.devices(List::of)).containsExactly(Device.cuda(1), Device.CPU);
    assertThat(worker.threadsOr(7)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"devices,gpu", "devices,'cpu,'", "threads,-1", "threads,1025", "heartbeat,99ms"})
  void refusesWorkersItCannotMake(String name, String value) {
    Map<String, String> settings = Map.of("espalier.home", "x", "espalier.worker." + name, value);

    assertThatThrownBy(() -> bind(settings))
        .rootCause()
        .hasMessageContaining("espalier.worker." + name);
  }

  private static EspalierProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bind("espalier", EspalierProperties.class)
        .get();
  }
}
