package io.espalier.job.run;

import io.espalier.dataset.PreprocessingOverride;
import io.espalier.report.DataUse;
import java.util.Optional;

/** What a report says of the data sets of a job. */
record UsedData(Optional<DataUse> training, Optional<DataUse> evaluation) {
  static UsedData of(JobData data) {
    return new UsedData(
        data.training().map(set -> use(set, "train")),
        data.evaluation().map(measured -> use(measured.set(), measured.evaluation().split())));
  }

  private static DataUse use(JobData.Opened set, String split) {
    return new DataUse(
        set.name(),
        split,
        set.dataset().split(split).map(part -> part.size()).orElse(0),
        set.sha256(),
        PreprocessingOverride.of(set.preprocessing()).toDocument());
  }
}
