package io.espalier.web.upload;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/** Finds the file in a request, whichever way the client sends it. */
public final class UploadReader {
  private static final long MULTIPART_OVERHEAD_BYTES = (16 << 10) + ArchitectureText.MOST_BYTES;

  private final long maxBytes;

  /**
   * @param maxBytes the longest file that is taken
   */
  public UploadReader(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The longest file that is taken. */
  public long maxBytes() {
    return maxBytes;
  }

  /**
   * The file of a raw or {@code multipart/form-data} body, not read yet.
   *
   * @param queryName the query parameter {@code name}, or empty; it wins over the part's file name,
   *     which wins over the header {@code Content-Disposition}
   * @param queryArchitecture the query parameter {@code architecture}, or empty; it wins over a
   *     field of the form
   * @throws EspalierException TOO_LARGE when the announced length is beyond the limit,
   *     MALFORMED_REQUEST for a broken multipart body or a name with a NUL
   * @throws IOException when the body cannot be read
   */
  public Upload read(HttpServletRequest request, String queryName, String queryArchitecture)
      throws IOException {
    boolean multipart = isMultipart(request);
    refuseAnnouncedLength(request, multipart ? maxBytes + MULTIPART_OVERHEAD_BYTES : maxBytes);
    Upload upload = file(request, multipart);
    String name = firstOf(queryName, upload.name());
    String architecture = firstOf(queryArchitecture, upload.architecture());
    return new Upload(
        FileName.inert("query:name", name, "model"),
        ArchitectureText.checked("query:architecture", architecture),
        upload.content());
  }

  /**
   * As {@link #read}, for a file that nothing is said about in other parts of a form.
   *
   * @throws EspalierException MALFORMED_REQUEST for such a part, too
   */
  public Upload readFileAlone(HttpServletRequest request, String queryName) throws IOException {
    boolean multipart = isMultipart(request);
    refuseAnnouncedLength(request, multipart ? maxBytes + MULTIPART_OVERHEAD_BYTES : maxBytes);
    Upload upload = file(request, multipart);
    if (!upload.architecture().isEmpty()) {
      throw new EspalierException(
          ErrorCode.MALFORMED_REQUEST,
          "The field (architecture) belongs to models. Send the part (file) alone.");
    }
    String name = firstOf(queryName, upload.name());
    return new Upload(FileName.inert("query:name", name, "data set"), "", upload.content());
  }

  private static Upload file(HttpServletRequest request, boolean multipart) throws IOException {
    return multipart
        ? MultipartUpload.read(request)
        : new Upload(headerName(request), "", request.getInputStream());
  }

  private static String firstOf(String... texts) {
    return Stream.of(texts).filter(StringUtils::hasText).findFirst().orElse("");
  }

  private static boolean isMultipart(HttpServletRequest request) {
    return Optional.ofNullable(request.getContentType())
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
        .isPresent();
  }

  private void refuseAnnouncedLength(HttpServletRequest request, long limit) {
    if (request.getContentLengthLong() > limit) {
      throw new EspalierException(
          ErrorCode.TOO_LARGE,
          "The body (%d bytes) is larger than the limit (%d bytes)."
              .formatted(request.getContentLengthLong(), maxBytes));
    }
  }

  private static String headerName(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.CONTENT_DISPOSITION);
    if (header == null) {
      return "";
    }
    try {
      return Optional.ofNullable(ContentDisposition.parse(header).getFilename()).orElse("");
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
