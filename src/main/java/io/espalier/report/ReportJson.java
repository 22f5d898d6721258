package io.espalier.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/** Reports as JSON, fields in the order the records declare them. */
public final class ReportJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .withConfigOverride(List.class, ReportJson::emptyWhereAbsent)
          .build();

  private ReportJson() {}

  /** Reports of earlier versions lack some lists. */
  private static void emptyWhereAbsent(MutableConfigOverride list) {
    list.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  /** UTF-8 text. */
  public static byte[] write(Report report) {
    return MAPPER.writeValueAsBytes(report);
  }

  /** UTF-8 text. */
  static byte[] write(Widths widths) {
    return MAPPER.writeValueAsBytes(widths);
  }

  /** A job document as text. */
  static String document(Map<String, Object> document) {
    return MAPPER.writeValueAsString(document);
  }

  /** A document as one line. */
  public static String line(Map<String, Object> document) {
    return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
  }

  public static Report read(byte[] utf8) {
    return MAPPER.treeToValue(EarlierReports.upgraded(MAPPER.readTree(utf8)), Report.class);
  }
}
