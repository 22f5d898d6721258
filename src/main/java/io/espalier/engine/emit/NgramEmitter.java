package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Counts how often each n-gram of a pool occurs, with gaps of every allowed width. */
final class NgramEmitter {
  /** The pool becomes part of the program's text. */
  private static final int LARGEST_POOL = 100_000;

  private final Site site;
  private final List<Long> pool;
  private final List<Long> starts;
  private final List<Long> columns;

  private NgramEmitter(Site site) {
    this.site = site;
    pool = numbers("pool_int64s");
    starts = numbers("ngram_counts");
    columns = numbers("ngram_indexes");
  }

  static void addTo(Map<String, Emitter> table) {
    table.put("TfIdfVectorizer", site -> new NgramEmitter(site).emit());
  }

  private List<Long> numbers(String attribute) {
    return site.node().intsAttribute(attribute).orElse(List.of());
  }

  private void emit() {
    if (site.node().stringsAttribute("pool_strings").isPresent()) {
      throw site.unsupported("its pool holds strings");
    }
    if (pool.size() > LARGEST_POOL) {
      throw site.unsupported("its pool has more than %d numbers", LARGEST_POOL);
    }
    String x = site.assign(call("torch.to", site.input(0), ScalarTypes.INT64));
    String rows = site.rank(0) == 1 ? call("torch.unsqueeze", x, 0) : x;
    String counts = counts(site.assign(rows));
    String weighted = weighted(counts);
    site.output(site.rank(0) == 1 ? call("torch.squeeze", weighted, 0) : weighted);
  }

  private String counts(String rows) {
    long width = columns.stream().mapToLong(Long::longValue).max().orElse(-1) + 1;
    String shape = "[torch.size(%s, 0), %d]".formatted(rows, width);
    String counts = site.assign(call("torch.new_zeros", rows, shape, "dtype=" + ScalarTypes.FLOAT));
    int ngram = 0;
    for (int length = 1; length <= starts.size(); length++) {
      List<Long> own = pool.subList(start(length - 1), start(length));
      int ngrams = own.size() / length;
      if (ngrams * length != own.size() || ngram + ngrams > columns.size()) {
        throw site.unsupported("its pool does not fit ngram_counts and ngram_indexes");
      }
      if (ngrams > 0 && isCounted(length)) {
        count(rows, own, length, columns.subList(ngram, ngram + ngrams), counts);
      }
      ngram += ngrams;
    }
    return counts;
  }

  private int start(int length) {
    long start = length < starts.size() ? starts.get(length) : pool.size();
    if (start < 0 || start > pool.size() || length > 0 && start < starts.get(length - 1)) {
      throw site.unsupported("its ngram_counts are not positions in its pool");
    }
    return (int) start;
  }

  private boolean isCounted(int length) {
    return length >= site.integer("min_gram_length", 1)
        && length <= site.integer("max_gram_length", 1);
  }

  private void count(
      String rows, List<Long> ngrams, int length, List<Long> columns, String counts) {
    String known = site.assign(call("torch.reshape", vector(ngrams), "[-1, " + length + "]"));
    String targets = site.assign(vector(columns));
    long gaps = length == 1 ? 0 : site.integer("max_skip_count", 0);
    String gap = site.newIdentifier();
    site.block(
        "for %s in range(1, %d):".formatted(gap, gaps + 2),
        () -> {
          String places =
              site.assign("torch.size(%s, 1) - %d * %s".formatted(rows, length - 1, gap));
          site.block(
              "if %s > 0:".formatted(places),
              () -> {
                String equal = site.assign(equal(rows, known, length, gap, places));
                String found = call("torch.sum", equal, 1, "False", "dtype=" + ScalarTypes.FLOAT);
                site.statement(
                    "%s = %s"
                        .formatted(counts, call("torch.index_add", counts, 1, targets, found)));
              });
        });
  }

  /** Whether an n-gram stands at a place, [rows, places, n-grams]. */
  private static String equal(String rows, String known, int length, String gap, String places) {
    String equal = "";
    for (int i = 0; i < length; i++) {
      String element = "torch.slice(%s, 1, %d * %s, %d * %s + %s)";
      String part = element.formatted(rows, i, gap, i, gap, places);
      String one =
          "torch.eq(torch.unsqueeze(%s, 2), torch.select(%s, 1, %d))".formatted(part, known, i);
      equal = equal.isEmpty() ? one : call("torch.logical_and", equal, one);
    }
    return equal;
  }

  private String weighted(String counts) {
    String mode = site.text("mode", "TF");
    String present = "torch.to(torch.gt(%s, 0), %d)".formatted(counts, ScalarTypes.FLOAT);
    return switch (mode) {
      case "TF" -> counts;
      case "IDF" -> call("torch.mul", present, weights());
      case "TFIDF" -> call("torch.mul", counts, weights());
      default -> throw site.unsupported("its mode is unknown");
    };
  }

  private String weights() {
    List<Float> weights = site.node().floatsAttribute("weights").orElse(List.of());
    if (weights.isEmpty()) {
      return "1.0";
    }
    List<Long> inOrder = LongStream.range(0, weights.size()).boxed().toList();
    if (!columns.equals(inOrder)) {
      throw site.unsupported("its weights are not those of the columns in order");
    }
    List<String> literals = weights.stream().map(Literals::number).toList();
    return "torch.tensor(%s, dtype=%d, device=%s.device)"
        .formatted(literals, ScalarTypes.FLOAT, site.input(0));
  }

  private String vector(List<Long> numbers) {
    return "torch.tensor(%s, dtype=%d, device=%s.device)"
        .formatted(Literals.ints(numbers), ScalarTypes.INT64, site.input(0));
  }
}
