package io.espalier.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * What a server answers to exact bytes, up to where it closes the connection or falls silent.
 *
 * @param text all bytes that came back, as ISO 8859-1
 * @param closed whether the server closed the connection
 */
record RawExchange(String text, boolean closed) {
  private static final int SILENCE_MILLISECONDS = 3000;

  /** Sends the request and half-closes nothing: the server decides when it is done. */
  static RawExchange send(int port, String request) {
    return send(port, request.getBytes(StandardCharsets.ISO_8859_1));
  }

  static RawExchange send(int port, byte[] request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SILENCE_MILLISECONDS);
      write(socket.getOutputStream(), request);
      return receive(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a request, joined as HTTP wants them, with the empty line at the end. */
  static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static void write(OutputStream output, byte[] request) throws IOException {
    try {
      output.write(request);
      output.flush();
    } catch (SocketException _) {
      // The server refused before it read everything; what it answered can still be read.
    }
  }

  private static RawExchange receive(InputStream input) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    boolean closed = false;
    try {
      input.transferTo(received);
      closed = true;
    } catch (SocketTimeoutException _) {
      closed = false;
    } catch (SocketException _) {
      closed = true;
    }
    return new RawExchange(received.toString(StandardCharsets.ISO_8859_1), closed);
  }

  int status() {
    return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
  }
}
