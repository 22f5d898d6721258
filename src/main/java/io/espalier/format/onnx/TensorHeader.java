package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The fields of a {@code TensorProto}; of typed data only how much there is and where. */
final class TensorHeader {
  private static final int EXTERNAL = 1;

  private final Decoding decoding;
  private final List<Long> dims = new ArrayList<>();
  private final long[] entries = new long[TypedField.MAX_NUMBER + 1];
  private final List<MemorySegment> runs = new ArrayList<>();
  private final List<MemorySegment> raw = new ArrayList<>();
  private final ExternalFields external;
  private String name = "";
  private long typeCode;
  private boolean isExternal;
  private int externalFields;

  TensorHeader(Decoding decoding) {
    this.decoding = decoding;
    this.external = new ExternalFields(decoding);
  }

  TensorHeader read(WireReader in) {
    for (int field = in.next(); field != 0; field = in.next()) {
      readField(in, field);
    }
    return this;
  }

  private void readField(WireReader in, int field) {
    switch (field) {
      case 1 -> in.varints(extent -> addExtent(in, extent));
      case 2 -> typeCode = in.once().varint();
      case 3 -> throw in.fault("onnx-unsupported", "Tensors in segments are not read.");
      case 4 -> in.runs32(run -> addRun(field, run, Integer.BYTES));
      case 5, 7, 11 -> in.varints(_ -> entries[field]++);
      case 6 -> addString(in);
      case 8 -> name = decoding.name(in.once());
      case 9 -> raw.add(in.once().bytes());
      case 10 -> in.runs64(run -> addRun(field, run, Long.BYTES));
      case 13 -> addExternal(in);
      case 14 -> isExternal |= in.once().varint() == EXTERNAL;
      default -> in.skip();
    }
  }

  private void addExtent(WireReader in, long extent) {
    if (dims.size() == decoding.limits().rank()) {
      throw in.fault(
          "onnx-bad-dims",
          "The tensor (%s) has more than %d axes, the limit."
              .formatted(name, decoding.limits().rank()));
    }
    dims.add(extent);
  }

  private void addRun(int field, MemorySegment run, int width) {
    entries[field] += run.byteSize() / width;
    if (runs.size() < 2) {
      runs.add(run);
    }
  }

  private void addString(WireReader in) {
    entries[TypedField.STRING.number()]++;
    in.skip();
  }

  private void addExternal(WireReader in) {
    isExternal = true;
    external.read(in.message("external_data", externalFields++));
  }

  String name() {
    return name;
  }

  long typeCode() {
    return typeCode;
  }

  boolean isExternal() {
    return isExternal;
  }

  ExternalFields external() {
    return external;
  }

  /** True when the tensor itself holds data of any kind. */
  boolean hasOwnData() {
    return hasRaw() || Arrays.stream(entries).anyMatch(count -> count > 0);
  }

  List<Long> dims() {
    return dims;
  }

  long[] shape() {
    return dims.stream().mapToLong(Long::longValue).toArray();
  }

  boolean hasRaw() {
    return !raw.isEmpty();
  }

  MemorySegment raw() {
    return raw.getFirst();
  }

  /** The data as it lies in the file, when it is one unbroken run of fixed-width numbers. */
  Optional<MemorySegment> onlyRun() {
    return runs.size() == 1 ? Optional.of(runs.getFirst()) : Optional.empty();
  }

  /** True when exactly the one field that suits the type holds exactly that many bytes. */
  boolean holds(ElementType type, long bytes) {
    long all = Arrays.stream(entries).sum();
    if (hasRaw()) {
      return all == 0 && raw().byteSize() == bytes;
    }
    TypedField field = TypedField.of(type);
    long inField = entries[field.number()];
    return all == inField && inField * field.bytesPerEntry(type) == bytes;
  }

  /** What data was found, for a message. */
  @Override
  public String toString() {
    List<String> found = new ArrayList<>();
    raw.forEach(segment -> found.add("%d bytes of raw_data".formatted(segment.byteSize())));
    for (TypedField field : TypedField.values()) {
      if (entries[field.number()] > 0) {
        found.add("%d entries of %s".formatted(entries[field.number()], field.wireName()));
      }
    }
    return found.isEmpty() ? "nothing" : String.join(" and ", found);
  }
}
