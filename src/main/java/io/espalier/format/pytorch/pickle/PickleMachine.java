package io.espalier.format.pytorch.pickle;

import io.espalier.format.pytorch.pickle.PickleValue.Constant;
import io.espalier.format.pytorch.pickle.PickleValue.Dict;
import io.espalier.format.pytorch.pickle.PickleValue.Inert;
import io.espalier.format.pytorch.pickle.PickleValue.Named;
import io.espalier.format.pytorch.pickle.PickleValue.Sequence;
import io.espalier.format.pytorch.pickle.PickleValue.Storage;
import io.espalier.format.pytorch.pickle.PickleValue.Text;
import io.espalier.format.pytorch.pickle.PickleValue.Tuple;
import io.espalier.format.pytorch.pickle.PickleValue.Whole;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds what one pickle describes, as data; nothing is imported, called or executed.
 *
 * <p>Source: Python's documentation of the pickle protocols 2 to 5. What we do differently: opcodes
 * and names that saved state dicts do not use are refused, and a key that comes twice is.
 */
public final class PickleMachine {
  private static final int NEWEST_PROTOCOL = 5;

  private final PickleInput in;
  private final PickleBudget budget;
  private final TorchObjects objects;
  private final PickleStack stack = new PickleStack();
  private final Map<Long, PickleValue> memo = new HashMap<>();
  private boolean running = true;

  private PickleMachine(MemorySegment bytes, PickleLimits limits) {
    this.in = new PickleInput(bytes.asSlice(0, Math.min(bytes.byteSize(), limits.bytes())));
    this.budget = new PickleBudget(limits);
    this.objects = new TorchObjects(budget);
  }

  /**
   * What a pickle held.
   *
   * @param storages every storage it refers to, by key
   * @param bytes length of the pickle
   */
  public record Result(PickleValue value, Map<String, Storage> storages, long bytes) {}

  /**
   * Reads the pickle at the start of the bytes.
   *
   * @throws EspalierException ({@code MODEL_INVALID}) with the first fault
   */
  public static Result run(MemorySegment bytes, PickleLimits limits) {
    return new PickleMachine(bytes, limits).run();
  }

  private Result run() {
    while (running) {
      budget.countOpcode();
      step(in.unsignedByte());
    }
    PickleValue value = stack.pop();
    if (!stack.isEmpty()) {
      throw PickleFault.malformed("The pickle leaves values behind.");
    }
    return new Result(value, objects.storages(), in.position());
  }

  private void step(int opcode) {
    switch (opcode) {
      case '.' -> running = false;
      case 0x80 -> requireProtocol(in.unsignedByte());
      case 0x95 -> in.skip(Long.BYTES);
      case '(' -> stack.mark();
      case 'N' -> stack.push(Constant.NONE);
      case 0x88 -> stack.push(Constant.TRUE);
      case 0x89 -> stack.push(Constant.FALSE);
      case 'J' -> push(in.signedInt());
      case 'K' -> push(in.unsignedByte());
      case 'M' -> push(in.unsignedShort());
      case 0x8a -> pushNumber(in.unsignedByte());
      case 'G' -> pushReal();
      case 'X' -> pushText(in.unsignedInt());
      case 0x8c -> pushText(in.unsignedByte());
      case 0x8d -> pushText(in.signedLong());
      case 'T' -> pushLatin(in.unsignedInt());
      case 'U' -> pushLatin(in.unsignedByte());
      case 'B' -> pushBytes(in.unsignedInt());
      case 'C' -> pushBytes(in.unsignedByte());
      case 'c' -> pushGlobal(new Text(name()), new Text(name()));
      case 0x93 -> pushGlobal();
      case 'q' -> memoize(in.unsignedByte());
      case 'r' -> memoize(in.unsignedInt());
      case 0x94 -> memoize(memo.size());
      case 'h' -> recall(in.unsignedByte());
      case 'j' -> recall(in.unsignedInt());
      case ')' -> pushTuple(List.of());
      case 0x85 -> pushTuple(stack.pop(1));
      case 0x86 -> pushTuple(stack.pop(2));
      case 0x87 -> pushTuple(stack.pop(3));
      case 't' -> pushTuple(stack.popToMark());
      case ']' -> pushContainer(new Sequence());
      case 'a' -> append(stack.pop(1));
      case 'e' -> append(stack.popToMark());
      case '}' -> pushContainer(new Dict());
      case 's' -> put(stack.pop(2));
      case 'u' -> put(stack.popToMark());
      case 'Q' -> stack.push(objects.persistent(stack.pop()));
      case 'R' -> call();
      case 'b' -> build();
      default -> throw forbidden(opcode);
    }
  }

  private EspalierException forbidden(int opcode) {
    return PickleFault.at(
        "pickle-forbidden-opcode",
        "The pickle has the opcode 0x%02x at byte %d, which no state dict needs."
            .formatted(opcode, in.position() - 1));
  }

  private static void requireProtocol(int protocol) {
    if (protocol > NEWEST_PROTOCOL) {
      throw PickleFault.malformed(
          "The pickle protocol %d is not read; protocols to %d are."
              .formatted(protocol, NEWEST_PROTOCOL));
    }
  }

  private void push(long value) {
    budget.keepValue();
    stack.push(new Whole(value));
  }

  private void pushNumber(int length) {
    budget.keepValue();
    if (length > Long.BYTES) {
      in.skip(length);
      stack.push(new Inert("a large number"));
    } else {
      stack.push(new Whole(in.number(length)));
    }
  }

  private void pushReal() {
    in.skip(Double.BYTES);
    stack.push(new Inert("a number"));
  }

  private void pushText(long length) {
    stack.push(new Text(in.utf8(length)));
    budget.keepText(length);
  }

  private void pushLatin(long length) {
    stack.push(new Text(in.latin(length)));
    budget.keepText(length);
  }

  private void pushBytes(long length) {
    in.skip(length);
    stack.push(new Inert("bytes"));
  }

  private String name() {
    return in.line(budget.limits().nameBytes());
  }

  private void pushGlobal() {
    List<PickleValue> names = stack.pop(2);
    if (names.getFirst() instanceof Text module && names.getLast() instanceof Text name) {
      pushGlobal(module, name);
    } else {
      throw PickleFault.type("The pickle names a global by something that is no text.");
    }
  }

  private void pushGlobal(Text module, Text name) {
    budget.keepValue();
    stack.push(Globals.named(module.value(), name.value()));
  }

  private void memoize(long index) {
    budget.keepPair();
    memo.put(index, stack.peek());
  }

  private void recall(long index) {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw PickleFault.malformed(
          "The pickle recalls the value %d, which it did not keep.".formatted(index));
    }
    stack.push(value);
  }

  private void pushTuple(List<PickleValue> values) {
    budget.keepSlots(values.size());
    long weight = values.stream().mapToLong(PickleValue::weight).sum();
    pushContainer(new Tuple(values, weight + 1));
  }

  private void pushContainer(PickleValue container) {
    budget.keepContainer();
    budget.requireWeight(container);
    stack.push(container);
  }

  private void append(List<PickleValue> values) {
    if (!(stack.peek() instanceof Sequence list)) {
      throw PickleFault.type("The pickle appends to something that is no list.");
    }
    budget.keepSlots(values.size());
    for (PickleValue value : values) {
      list.add(value);
      budget.requireWeight(list);
    }
  }

  private void put(List<PickleValue> pairs) {
    if (!(stack.peek() instanceof Dict dict)) {
      throw PickleFault.type("The pickle sets items of something that is no dictionary.");
    }
    objects.putAll(dict, pairs);
  }

  private void call() {
    List<PickleValue> call = stack.pop(2);
    if (call.getFirst() instanceof Named(Global global)
        && call.getLast() instanceof Tuple arguments) {
      stack.push(objects.make(global, arguments.values()));
    } else {
      throw PickleFault.type("The pickle calls something that is no allowed name.");
    }
  }

  /** Attributes of a dictionary or of something inert; nothing here has any. */
  private void build() {
    stack.pop();
    if (!(stack.peek() instanceof Dict || stack.peek() instanceof Inert)) {
      throw PickleFault.type("The pickle gives attributes to something that has none.");
    }
  }
}
