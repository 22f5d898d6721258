package io.espalier.job.run;

import io.espalier.method.JobPlan;
import io.espalier.method.spec.JobSpec;

/** A job document that was found valid, and what it will do. */
public record PlannedJob(JobSpec spec, JobPlan plan) {}
