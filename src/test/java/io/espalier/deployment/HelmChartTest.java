package io.espalier.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmChartTest {

  private static final Path CHART = Path.of("helm/espalier");
  static final String KUBERNETES = "1.33.0";
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String POD = "spec.template.spec";
  private static final String CONTAINER = POD + ".containers.0";

  @Test
  void passesTheLint() {
    LintResult result = new Helm(CHART).lint().strict().call();
    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void rendersOneOfEachObject() {
    assertThat(rendered(Map.of()))
        .extracting(object -> object.at("kind").value())
        .containsExactlyInAnyOrder(
            "Deployment", "Service", "ServiceAccount", "PersistentVolumeClaim", "NetworkPolicy");
  }

  @Test
  void neverRunsTwoOwnersOfTheDatabase() {
    Yaml deployment = object("Deployment", Map.of());
    assertThat(deployment.at("spec.replicas").value()).isEqualTo(1);
    assertThat(deployment.at("spec.strategy.type").value()).isEqualTo("Recreate");
  }

  @Test
  void keepsThePodToTheRestrictedStandard() {
    Yaml deployment = object("Deployment", Map.of());
    Yaml user = deployment.at(POD + ".securityContext");
    assertThat(user.at("runAsNonRoot").value()).isEqualTo(true);
    assertThat(user.at("seccompProfile.type").value()).isEqualTo("RuntimeDefault");
    Yaml rights = deployment.at(CONTAINER + ".securityContext");
    assertThat(rights.at("allowPrivilegeEscalation").value()).isEqualTo(false);
    assertThat(rights.at("readOnlyRootFilesystem").value()).isEqualTo(true);
    assertThat(rights.at("capabilities.drop").list()).containsExactly("ALL");
    assertThat(deployment.at(POD + ".volumes").list())
        .allSatisfy(
            volume ->
                assertThat(((Map<?, ?>) volume).keySet().toString())
                    .containsAnyOf("persistentVolumeClaim", "emptyDir"));
  }

  @Test
  void givesThePodNoWayIntoTheCluster() {
    Yaml deployment = object("Deployment", Map.of());
    assertThat(deployment.at(POD + ".automountServiceAccountToken").value()).isEqualTo(false);
    assertThat(deployment.at(POD + ".enableServiceLinks").value()).isEqualTo(false);
    Yaml account = object("ServiceAccount", Map.of());
    assertThat(account.at("automountServiceAccountToken").value()).isEqualTo(false);
    Yaml policy = object("NetworkPolicy", Map.of());
    assertThat(policy.at("spec.policyTypes").list()).contains("Egress");
    assertThat(policy.at("spec.egress").list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"cpu", "memory", "ephemeral-storage"})
  void limitsWhatThePodMayUse(String resource) {
    Yaml limits = object("Deployment", Map.of()).at(CONTAINER + ".resources.limits");
    assertThat(limits.has(resource)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "startupProbe,/v1/health/live",
    "livenessProbe,/v1/health/live",
    "readinessProbe,/v1/health/ready"
  })
  void asksTheServiceHowItIs(String probe, String path) {
    Yaml container = object("Deployment", Map.of()).at(CONTAINER);
    assertThat(container.at(probe + ".httpGet.path").value()).isEqualTo(path);
  }

  @Test
  void sendsTheServiceToThePodItSelects() {
    Object labels = object("Deployment", Map.of()).at("spec.selector.matchLabels").value();
    assertThat(object("Service", Map.of()).at("spec.selector").value()).isEqualTo(labels);
    assertThat(object("NetworkPolicy", Map.of()).at("spec.podSelector.matchLabels").value())
        .isEqualTo(labels);
  }

  @Test
  void pinsTheImageByItsDigestWhenGiven() {
    Map<String, Object> values =
        Map.of("image.repository", "registry.example/espalier", "image.digest", DIGEST);
    assertThat(object("Deployment", values).at(CONTAINER + ".image").value())
        .isEqualTo("registry.example/espalier@" + DIGEST);
  }

  @Test
  void usesAClaimThatExists() {
    Map<String, Object> values = Map.of("persistence.existingClaim", "models");
    assertThat(rendered(values))
        .noneMatch(object -> object.at("kind").value().equals("PersistentVolumeClaim"));
    assertThat(
            object("Deployment", values)
                .at(POD + ".volumes.0.persistentVolumeClaim.claimName")
                .value())
        .isEqualTo("models");
  }

  @Test
  void keepsStateInThePodWhenPersistenceIsOff() {
    Map<String, Object> values = Map.of("persistence.enabled", false);
    assertThat(object("Deployment", values).at(POD + ".volumes.0.emptyDir.sizeLimit").value())
        .isEqualTo("20Gi");
  }

  @ParameterizedTest
  @CsvSource({
    "replicas,2",
    "image.digest,sha256:short",
    "java.heapPercent,95",
    "service.port,0",
    "persistence.size,much"
  })
  void refusesValuesThatCannotWork(String name, String value) {
    assertThatThrownBy(() -> rendered(Map.of(name, value)))
        .hasMessageContaining(name.split("\\.")[0]);
  }

  private static Yaml object(String kind, Map<String, Object> values) {
    return rendered(values).stream()
        .filter(object -> object.at("kind").value().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<Yaml> rendered(Map<String, Object> values) {
    TemplateCommand template =
        new Helm(CHART).template().withName("test").withKubeVersion(KUBERNETES);
    values.forEach(template::set);
    return Yaml.documents(template.call());
  }
}
