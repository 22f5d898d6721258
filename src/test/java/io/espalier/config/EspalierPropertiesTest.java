package io.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  private static EspalierProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bind("espalier", EspalierProperties.class)
        .get();
  }
}
