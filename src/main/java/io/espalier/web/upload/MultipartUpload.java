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

/**
 * A {@code multipart/form-data} body whose last part is {@code file}, read as it arrives; a text
 * field {@code architecture} may come before it.
 */
final class MultipartUpload {
  private static final String FILE_PART = "file";
  private static final String ARCHITECTURE_FIELD = "architecture";
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
    FileItemStream part = next();
    String architecture = "";
    if (ARCHITECTURE_FIELD.equals(part.getFieldName())) {
      architecture = ArchitectureText.read(part.openStream());
      part = next();
    }
    requireFilePart(part);
    String name = Objects.requireNonNullElse(part.getName(), "");
    return new Upload(name, architecture, new FilePartStream(part.openStream(), this::requireEnd));
  }

  private FileItemStream next() throws IOException, FileUploadException {
    if (!parts.hasNext()) {
      throw malformed("The multipart body must hold the upload as its last part (file).");
    }
    return parts.next();
  }

  private void requireEnd() throws IOException {
    try {
      if (parts.hasNext()) {
        throw malformed(
            "The multipart body must end after its part (file); send fields before it.");
      }
    } catch (FileUploadException e) {
      throw malformed("The multipart body does not end with its boundary.");
    }
  }

  private static void requireFilePart(FileItemStream part) {
    if (!FILE_PART.equals(part.getFieldName())) {
      throw malformed(
          "The multipart body must have the part (file), and before it at most the field"
              + " (architecture).");
    }
  }

  private static EspalierException malformed(String message) {
    return new EspalierException(
        ErrorCode.MALFORMED_REQUEST,
        message,
        List.of(new Problem("part:" + FILE_PART, "bad-multipart", message)));
  }
}
