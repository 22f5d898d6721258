package io.espalier.method.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.method.spec.FineTuneSpec;
import io.espalier.method.spec.SchemaCheck;
import io.espalier.method.spec.training.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class FineTuneOptionsTest {
  private static final Map<String, Object> SCHEMA = FineTuneOptions.DESCRIPTION.options().schema();

  @Test
  void everyDefaultIsWhatItsOwnSchemaDescribes() {
    assertThat(defaultsBelow(SCHEMA)).isGreaterThan(20);
  }

  /** Checks each and counts them. */
  private static int defaultsBelow(Object schema) {
    return switch (schema) {
      case Map<?, ?> map -> {
        boolean documented = map.containsKey("type") || map.containsKey("oneOf");
        int own = documented && map.containsKey("default") ? 1 : 0;
        if (own == 1) {
          JsonNode usual = JsonMapper.shared().valueToTree(map.get("default"));
          assertThat(SchemaCheck.accepts(object(map), usual)).as(map.toString()).isTrue();
        }
        yield own + map.values().stream().mapToInt(FineTuneOptionsTest::defaultsBelow).sum();
      }
      case List<?> list -> list.stream().mapToInt(FineTuneOptionsTest::defaultsBelow).sum();
      default -> 0;
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object schema) {
    return (Map<String, Object>) schema;
  }

  @Test
  void writesADocumentThatItsSchemaDescribes() {
    Map<String, Object> document = new FineTuneSpec(TrainingSpec.DEFAULT, List.of()).toDocument();
    JsonNode step = JsonMapper.shared().valueToTree(document);
    assertThat(document).containsEntry("augment", List.of());
    assertThat(SchemaCheck.accepts(SCHEMA, step)).isTrue();
  }

  @Test
  void closesEveryObject() {
    assertThat(SchemaCheck.isClosed(SCHEMA)).isTrue();
  }
}
