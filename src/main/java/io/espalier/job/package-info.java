/**
 * Jobs: their states and events, the service that takes them and the worker that runs them.
 *
 * <p>Every step in the life of a job is a function in {@code JobLifecycle} from the job it finds to
 * the job it leaves; {@code JobStore.change} is the only door through which a step is written,
 * together with its event, and {@code JobTransitions} is the table of moves it may make. The queue
 * is db-scheduler, on the same database: its row is written in the transaction that accepts the
 * job, and a claim counts the attempt, which fences off what an older attempt still wants to write.
 *
 * <p>One process is put together like this, where {@code transactions} is a {@code
 * TransactionTemplate} over {@code SyncedTransactions} for the embedded database, and over Spring's
 * own manager for PostgreSQL:
 *
 * {@snippet lang=java :
 * var idempotency = new JdbcIdempotency(jdbc, transactions, clock);
 * var store = new JdbcJobStore(jdbc, transactions, idempotency, JobScheduler.queue(dataSource));
 * var events = new JobEvents();
 * var worker =
 *     new JobWorker(store, events, runner, WorkerSettings.standard(home.resolve("scratch")), clock);
 * var scheduler = new JobScheduler(dataSource, worker, JobSchedulerSettings.standard(soleOwner));
 * var service = new JobService(store, events, ids, clock, scheduler::wake);
 * }
 *
 * <p>Start the scheduler last and stop it first. A process without workers leaves out the worker
 * and the scheduler and passes {@code () -> {}} for the wake-up.
 */
@NullMarked
package io.espalier.job;

import org.jspecify.annotations.NullMarked;
