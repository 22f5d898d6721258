package io.espalier.web.download;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * Sends one stored file, or the ranges of it that were asked for; nothing passes the heap whole.
 */
public final class Download {
  private static final String BOUNDARY = "espalier-part-of-the-file";

  private final StoredFile file;
  private final EntityTag tag;

  public Download(StoredFile file) {
    this.file = file;
    this.tag = EntityTag.ofSha256(file.content().sha256());
  }

  /**
   * Answers a GET or HEAD request.
   *
   * <ul>
   *   <li>304 when {@code If-None-Match} names the file's digest
   *   <li>206 for one range, and for up to 16 as {@code multipart/byteranges}
   *   <li>200 without a range, or when {@code If-Range} names another content
   * </ul>
   *
   * @throws EspalierException ARTIFACT_CORRUPT when the file is gone or has another length
   * @throws io.espalier.web.error.RefusedException with status 416
   */
  public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try (FileChannel channel = open()) {
      describe(response);
      if (tag.isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
        response.setStatus(304);
        return;
      }
      List<ByteRange> ranges = ranges(request);
      switch (ranges.size()) {
        case 0 -> sendWhole(channel, response);
        case 1 -> sendOne(channel, ranges.getFirst(), response);
        default -> sendMany(channel, ranges, response);
      }
    }
  }

  private FileChannel open() throws IOException {
    try {
      FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ);
      if (channel.size() == length()) {
        return channel;
      }
      channel.close();
    } catch (NoSuchFileException _) {
      // Answered below: to the client it is the same.
    }
    throw new EspalierException(
        ErrorCode.ARTIFACT_CORRUPT,
        "The stored content (sha256 %s) is damaged.".formatted(file.content().sha256()));
  }

  private void describe(HttpServletResponse response) {
    byte[] digest = HexFormat.of().parseHex(file.content().sha256());
    response.setHeader(HttpHeaders.ETAG, tag.value());
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, AttachmentName.header(file.name()));
    response.setHeader(
        "Repr-Digest", "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(digest)));
  }

  private List<ByteRange> ranges(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.RANGE);
    boolean wanted = header != null && tag.allowsRange(request.getHeader(HttpHeaders.IF_RANGE));
    return wanted ? ByteRanges.parse(header, length()) : List.of();
  }

  private void sendWhole(FileChannel channel, HttpServletResponse response) throws IOException {
    response.setContentType(file.mediaType());
    response.setContentLengthLong(length());
    copy(channel, 0, length(), response);
  }

  private void sendOne(FileChannel channel, ByteRange range, HttpServletResponse response)
      throws IOException {
    response.setStatus(206);
    response.setContentType(file.mediaType());
    response.setContentLengthLong(range.length());
    response.setHeader(HttpHeaders.CONTENT_RANGE, range.contentRange(length()));
    copy(channel, range.first(), range.length(), response);
  }

  private void sendMany(FileChannel channel, List<ByteRange> ranges, HttpServletResponse response)
      throws IOException {
    response.setStatus(206);
    response.setContentType("multipart/byteranges; boundary=" + BOUNDARY);
    for (ByteRange range : ranges) {
      response.getOutputStream().write(partHead(range).getBytes(StandardCharsets.US_ASCII));
      copy(channel, range.first(), range.length(), response);
    }
    String end = "\r\n--%s--\r\n".formatted(BOUNDARY);
    response.getOutputStream().write(end.getBytes(StandardCharsets.US_ASCII));
  }

  private String partHead(ByteRange range) {
    return "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
        .formatted(BOUNDARY, file.mediaType(), range.contentRange(length()));
  }

  private void copy(FileChannel channel, long from, long bytes, HttpServletResponse response)
      throws IOException {
    WritableByteChannel target = Channels.newChannel(response.getOutputStream());
    long done = 0;
    while (done < bytes) {
      long sent = channel.transferTo(from + done, bytes - done, target);
      if (sent <= 0) {
        throw new IOException("The stored file became shorter while it was sent.");
      }
      done += sent;
    }
  }

  private long length() {
    return file.content().bytes();
  }
}
