package io.espalier.catalog.dataset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.espalier.database.JsonColumns;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.read.DatasetOptions;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import tools.jackson.databind.json.JsonMapper;

/** What was found in data sets, and what was said of them, as JSON text columns. */
final class DatasetColumns {
  private final JsonMapper mapper =
      JsonMapper.builder().addMixIn(Resize.class, ResizeByItsMembers.class).build();

  /**
   * The text of a summary.
   *
   * @throws EspalierException DATASET_INVALID when it does not fit into its column
   */
  String write(DatasetSummary summary) {
    String text = mapper.writeValueAsString(summary);
    if (text.length() > JsonColumns.MAXIMUM_CHARACTERS) {
      throw new EspalierException(
          ErrorCode.DATASET_INVALID,
          "The names and counts of classes and splits take %d characters; at most %d are kept."
              .formatted(text.length(), JsonColumns.MAXIMUM_CHARACTERS));
    }
    return text;
  }

  String write(DatasetOptions options) {
    return mapper.writeValueAsString(options);
  }

  DatasetSummary summary(String text) {
    return mapper.readValue(text, DatasetSummary.class);
  }

  DatasetOptions options(String text) {
    return mapper.readValue(text, DatasetOptions.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({
    @JsonSubTypes.Type(Resize.ShorterSide.class),
    @JsonSubTypes.Type(Resize.Exactly.class)
  })
  private interface ResizeByItsMembers {}
}
