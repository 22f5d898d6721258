package io.espalier.method.spec.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.augment.Augmentation;
import io.espalier.json.JsonPlace;
import io.espalier.json.ObjectType;
import io.espalier.json.StrictJson;
import io.espalier.method.spec.SchemaCheck;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AugmentOptionsTest {
  private static final String ALL =
      "[\"flip\",\"pad-crop\",\"resized-crop\",\"colour-jitter\",\"rand-augment\",\"mixup\","
          + "\"cutmix\",\"erasing\"]";

  private final ObjectType<List<Augmentation>> type =
      ObjectType.of(List.of(AugmentOptions.AUGMENT), values -> values.get(AugmentOptions.AUGMENT));

  @Test
  void aBareNameIsTheUsualAugmentation() {
    assertThat(read(ALL))
        .containsExactly(
            Augmentation.Flip.DEFAULT,
            Augmentation.PadCrop.DEFAULT,
            Augmentation.ResizedCrop.DEFAULT,
            Augmentation.ColourJitter.DEFAULT,
            Augmentation.RandAugment.DEFAULT,
            Augmentation.Mixup.DEFAULT,
            Augmentation.CutMix.DEFAULT,
            Augmentation.Erasing.DEFAULT);
  }

  @Test
  void readsBackWhatItWrites() {
    List<Augmentation> augmentations = read(ALL);
    List<Map<String, Object>> written =
        augmentations.stream().map(AugmentOptions::document).toList();
    String document = JsonMapper.shared().writeValueAsString(written);
    assertThat(read(document)).isEqualTo(augmentations);
    assertThat(SchemaCheck.accepts(type.schema(), json(document))).isTrue();
  }

  @Test
  void anEmptyListIsTheDefault() {
    assertThat(read("[]")).isEmpty();
    assertThat(SchemaCheck.accepts(type.schema(), json("[]"))).isTrue();
  }

  @Test
  void boundsInTheWrongOrderChangePlaces() {
    assertThat(read("[{\"type\":\"erasing\",\"leastScale\":0.5,\"mostScale\":0.1}]"))
        .containsExactly(new Augmentation.Erasing(0.25, 0.1, 0.5, 0.3, 3.3));
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"flip\"|/augment|wrong-type",
        "[\"flop\"]|/augment/0|unknown-value",
        "[\"flip\",{\"type\":\"flip\"}]|/augment/1|repeated",
        "[{\"type\":\"flip\",\"probability\":2}]|/augment/0/probability|out-of-range",
        "[{\"type\":\"flip\",\"padding\":2}]|/augment/0/padding|unknown-field",
        "[{\"type\":\"pad-crop\",\"padding\":65}]|/augment/0/padding|out-of-range",
        "[{\"type\":\"rand-augment\",\"operations\":0}]|/augment/0/operations|out-of-range",
        "[{\"type\":\"mixup\",\"alpha\":0}]|/augment/0/alpha|out-of-range"
      })
  void refusesAnAugmentationAtItsPlace(String list, String place, String code) {
    Problems problems = new Problems();
    assertThat(type.read(json(list), JsonPlace.root(problems))).isEmpty();
    assertThat(problems.toList())
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly(place, code);
  }

  private List<Augmentation> read(String list) {
    Problems problems = new Problems();
    List<Augmentation> read = type.read(json(list), JsonPlace.root(problems)).orElse(List.of());
    assertThat(problems.toList()).isEmpty();
    return read;
  }

  private static JsonNode json(String list) {
    String document = "{\"augment\":" + list + "}";
    return StrictJson.read(document.getBytes(StandardCharsets.UTF_8));
  }
}
