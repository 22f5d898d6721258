package io.espalier.web.upload;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;

/** A {@code multipart/form-data} body with exactly one part, {@code file}, read as it arrives. */
final class MultipartUpload {
  private static final String FILE_PART = "file";
  private static final int MAX_PART_HEADER_BYTES = 4096;

  private final FileItemIterator parts;

  private MultipartUpload(FileItemIterator parts) {
    this.parts = parts;
  }

  /**
   * The file of the body.
   *
   * @throws EspalierException MALFORMED_REQUEST when the body does not start with a file part; the
   *     stream throws it too, when something other than the end follows the file
   * @throws IOException when the body cannot be read
   */
  static Upload read(HttpServletRequest request) throws IOException {
    FileUpload reader = new FileUpload();
    reader.setHeaderEncoding(StandardCharsets.UTF_8.name());
    reader.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
    try {
      ServletRequestContext context = new ServletRequestContext(request);
      return new MultipartUpload(reader.getItemIterator(context)).file();
    } catch (FileUploadException | InvalidFileNameException e) {
      throw malformed("The multipart body cannot be read: check its boundary and part headers.");
    }
  }

  private Upload file() throws IOException, FileUploadException {
    if (!parts.hasNext()) {
      throw malformed("The multipart body has no part; send the model as the part (file).");
    }
    FileItemStream part = parts.next();
    requireFilePart(part);
    String name = Objects.requireNonNullElse(part.getName(), "");
    return new Upload(name, new FilePartStream(part.openStream(), this::requireEnd));
  }

  private void requireEnd() throws IOException {
    try {
      if (parts.hasNext()) {
        throw malformed("The multipart body must have one part (file); it goes on after it.");
      }
    } catch (FileUploadException e) {
      throw malformed("The multipart body does not end with its boundary.");
    }
  }

  private static void requireFilePart(FileItemStream part) {
    if (!FILE_PART.equals(part.getFieldName())) {
      throw malformed("The multipart body must have one part, and its name must be (file).");
    }
  }

  private static EspalierException malformed(String message) {
    return new EspalierException(
        ErrorCode.MALFORMED_REQUEST,
        message,
        List.of(new Problem("part:" + FILE_PART, "bad-multipart", message)));
  }
}
