package io.espalier.job.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.engine.Device;
import io.espalier.json.StrictJson;
import io.espalier.method.finetune.FineTuneMethod;
import io.espalier.method.spec.DeviceChoice;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.method.spec.Placement;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DevicePoolTest {
  private static final Device GPU_0 = Device.cuda(0);
  private static final Device GPU_1 = Device.cuda(1);
  private static final Placement ONE_GPU = new Placement(DeviceChoice.GPU, 1);
  private static final Placement TWO_GPUS = new Placement(DeviceChoice.GPU, 2);
  private static final Placement ONE_CPU = new Placement(DeviceChoice.CPU, 1);
  private static final long SEED = 3;

  private final DevicePool mixed = new DevicePool(List.of(GPU_0, GPU_1, Device.CPU));

  private static DeviceLease lease(DevicePool pool, Placement placement, String job) {
    return pool.lease(placement, job, () -> false).orElseThrow();
  }

  @Test
  void lendsWhatIsAskedForAndTellsToWhom() {
    try (DeviceLease one = lease(mixed, Placement.ANYWHERE, "a");
        DeviceLease other = lease(mixed, ONE_CPU, "b")) {
      assertThat(one.devices()).containsExactly(GPU_0);
      assertThat(other.devices()).containsExactly(Device.CPU);
      assertThat(mixed.holders()).containsEntry(GPU_0, "a").containsEntry(Device.CPU, "b");
    }
    assertThat(mixed.holders()).isEmpty();
  }

  @Test
  void lendsSeveralOfOneKindOrNone() {
    Placement two = new Placement(DeviceChoice.ANY, 2);
    try (DeviceLease first = lease(mixed, ONE_GPU, "a")) {
      assertThat(first.devices()).hasSize(1);
      assertThat(mixed.lease(two, "b", () -> true)).isEmpty();
      assertThat(mixed.holders()).hasSize(1);
    }
    try (DeviceLease both = lease(mixed, two, "b")) {
      assertThat(both.devices()).containsExactly(GPU_0, GPU_1);
    }
  }

  @Test
  void takesTheFreeKindWhereAnyWillDo() {
    try (DeviceLease gpus = lease(mixed, TWO_GPUS, "a");
        DeviceLease any = lease(mixed, Placement.ANYWHERE, "b")) {
      assertThat(gpus.devices()).hasSize(2);
      assertThat(any.devices()).containsExactly(Device.CPU);
    }
  }

  @Test
  void neverLendsWhatThisProcessHasNot() {
    DevicePool cpu = new DevicePool(List.of(Device.CPU));

    assertThat(cpu.lease(ONE_GPU, "a", () -> false)).isEmpty();
    assertThat(cpu.lease(new Placement(DeviceChoice.ANY, 2), "a", () -> false)).isEmpty();
  }

  @Test
  void refusesARequestThatCanNeverBeMetAndSaysWhatThereIs() {
    DevicePool cpu = new DevicePool(List.of(Device.CPU));

    cpu.require(job(Placement.ANYWHERE, "fp32"));
    assertRefused(cpu, ONE_GPU, "The service has no device of the kind (gpu); it has: cpu.");
    assertRefused(
        mixed,
        new Placement(DeviceChoice.GPU, 3),
        "The job asks for 3 devices of one kind (gpu); the service has: cuda:0, cuda:1, cpu.");
  }

  private static void assertRefused(DevicePool pool, Placement placement, String message) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> pool.require(job(placement, "fp32")))
        .satisfies(
            refusal ->
                assertThat(refusal.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).isEqualTo(message)));
  }

  @Test
  void refusesNumbersThatOnlyGpusHave() {
    DevicePool cpu = new DevicePool(List.of(Device.CPU));

    mixed.require(job(ONE_GPU, "bf16"));
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> cpu.require(job(Placement.ANYWHERE, "bf16")))
        .withMessage(
            "The precision of step 1 needs a GPU, but the job runs on: cpu. Train in fp32.")
        .satisfies(
            refusal ->
                assertThat(refusal.problems())
                    .extracting(Problem::place)
                    .containsExactly("/steps/0/precision"));
  }

  private static JobSpec job(Placement placement, String precision) {
    String document =
        """
        {"model":"m","dataset":"d","device":"%s","devices":%d,
         "steps":[{"type":"fine-tune","precision":"%s"}]}"""
            .formatted(placement.device().wireName(), placement.devices(), precision);
    return new JobSpecReader(List.of(new FineTuneMethod().description()))
        .read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whoAsksForManyIsNotPassedOver() throws Exception {
    List<String> order = new ArrayList<>();
    CountDownLatch waiting = new CountDownLatch(1);
    DeviceLease first = lease(mixed, ONE_GPU, "first");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> many =
          threads.submit(
              () -> {
                Optional<DeviceLease> both =
                    mixed.lease(TWO_GPUS, "many", () -> countedDown(waiting));
                try (DeviceLease held = both.orElseThrow()) {
                  order.add("many " + held.devices().size());
                }
              });
      waiting.await();
      Future<?> late =
          threads.submit(
              () -> {
                try (DeviceLease held = lease(mixed, ONE_GPU, "late")) {
                  order.add("late " + held.devices().size());
                }
              });
      try (DeviceLease cpu = lease(mixed, ONE_CPU, "does not wait for others' devices")) {
        assertThat(cpu.devices()).hasSize(1);
      }
      first.close();
      many.get();
      late.get();
    }
    assertThat(order).containsExactly("many 2", "late 1");
  }

  private static boolean countedDown(CountDownLatch latch) {
    latch.countDown();
    return false;
  }

  @Test
  void whoGivesUpLeavesTheLine() {
    AtomicBoolean giveUp = new AtomicBoolean();
    try (DeviceLease held = lease(mixed, ONE_CPU, "a")) {
      assertThat(held.devices()).hasSize(1);
      assertThat(mixed.lease(ONE_CPU, "b", () -> giveUp.getAndSet(true))).isEmpty();
    }
    try (DeviceLease next = lease(mixed, ONE_CPU, "c")) {
      assertThat(mixed.holders()).containsEntry(Device.CPU, "c");
      assertThat(next.devices()).hasSize(1);
    }
  }

  @Test
  void neverLendsADeviceTwiceHoweverManyAsk() throws Exception {
    ConcurrentMap<Device, String> used = new ConcurrentHashMap<>();
    Random random = new Random(SEED);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        Placement placement =
            List.of(ONE_GPU, TWO_GPUS, ONE_CPU, Placement.ANYWHERE).get(random.nextInt(4));
        String job = "job " + i;
        all.add(threads.submit(() -> use(placement, job, used)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(mixed.holders()).isEmpty();
  }

  private void use(Placement placement, String job, ConcurrentMap<Device, String> used) {
    try (DeviceLease held = lease(mixed, placement, job)) {
      assertThat(held.devices()).hasSize(placement.devices());
      held.devices().forEach(device -> assertThat(used.putIfAbsent(device, job)).isNull());
      Thread.yield();
      held.devices().forEach(used::remove);
    }
  }
}
