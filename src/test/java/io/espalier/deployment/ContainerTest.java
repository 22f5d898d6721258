package io.espalier.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the image, the compose file and the chart must agree on. */
class ContainerTest {

  private static final String HOME = "/var/lib/espalier";
  private static final String USER = "10001";

  private final String image = read("Dockerfile");
  private final Yaml compose = Yaml.documents(read("docker-compose.yml")).getFirst();

  @Test
  void theImageRunsAsAUserWithoutRights() {
    assertThat(image).contains("USER " + USER + ":" + USER);
    assertThat(chart()).contains("runAsUser: " + USER, "fsGroup: " + USER);
  }

  @Test
  void allStateIsOnOneVolume() {
    assertThat(image).contains("ESPALIER_HOME=" + HOME, "VOLUME " + HOME);
    assertThat(chart()).contains("mountPath: " + HOME);
    assertThat(service().at("volumes").list()).contains("home:" + HOME);
  }

  @Test
  void nothingIsReportedOrDownloadedAtRunTime() {
    assertThat(image).contains("OPT_OUT_TRACKING=true", "DJL_OFFLINE=true");
  }

  @Test
  void composeKeepsTheServiceInItsBoxAndToItsMachine() {
    assertThat(service().at("read_only").value()).isEqualTo(true);
    assertThat(service().at("cap_drop").list()).containsExactly("ALL");
    assertThat(service().at("ports").list()).isEqualTo(List.of("127.0.0.1:8080:8080"));
  }

  private Yaml service() {
    return compose.at("services.espalier");
  }

  private static String chart() {
    return new Helm(Path.of("helm/espalier"))
        .template()
        .withKubeVersion(HelmChartTest.KUBERNETES)
        .call();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
