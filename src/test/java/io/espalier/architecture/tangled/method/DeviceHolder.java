package io.espalier.architecture.tangled.method;

import ai.djl.Device;
import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds what belongs to the engine, the catalog and the queue. */
public record DeviceHolder(Device device, JdbcClient database, Scheduler queue) {}
