package io.espalier.format.pytorch;

import io.espalier.format.fuzz.ReaderFuzz;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Damages the pickle of an archive that is otherwise in order. */
class PickleFuzzTest extends ReaderFuzz {
  private final PytorchReader reader = new PytorchReader(PytorchLimits.standard());

  @Override
  protected String name() {
    return "pickle";
  }

  @Override
  protected List<byte[]> corpus() {
    PickleBytes strided = new PickleBytes().op('}').text("w").rebuild();
    strided.storage("FloatStorage", "0", 6).view(0, new long[] {3, 2}, new long[] {1, 3}).op('s');
    PickleBytes parameter = new PickleBytes().orderedDict().text("w");
    parameter.global("torch._utils", "_rebuild_parameter").mark().tensor("FloatStorage", "0", 6);
    parameter.op(0x88).orderedDict().op('t', 'R', 's').op('}').keep(0).op('b');
    return List.of(strided.stop(), parameter.stop());
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "ccollections\nOrderedDict\n)R",
        "ctorch._utils\n_rebuild_tensor_v2\n",
        "cos\nsystem\n",
        "ctorch\nLongStorage\n",
        "ctorch\nfloat32\n",
        "ctorch\nSize\n",
        "(",
        "t",
        "R",
        "Q",
        "b",
        "}",
        "]",
        "s",
        "u",
        "a",
        "e",
        ")",
        "N",
        "\u0085",
        "\u0086",
        "\u0087",
        "q\u0000",
        "h\u0000",
        "\u0094",
        "\u0093",
        "K\u0001",
        "X\u0001\u0000\u0000\u0000a",
        "\u0089",
        ".",
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f");
  }

  @Override
  protected void read(MemorySegment file, Arena arena) {
    byte[] archive =
        TorchArchive.withPickle(file.toArray(ValueLayout.JAVA_BYTE))
            .entry("m/data/0", TorchArchive.floats(1, 2, 3, 4, 5, 6))
            .finish();
    reader.read(MemorySegment.ofArray(archive), arena);
  }
}
