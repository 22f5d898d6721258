ALTER TABLE job ADD COLUMN seconds_left bigint;
ALTER TABLE job_event ADD COLUMN seconds_left bigint;

-- Points of curves; step is the index in the job document, iteration counts within the step.
CREATE TABLE job_metric (
  job_id varchar(30) NOT NULL,
  step integer NOT NULL,
  series varchar(64) NOT NULL,
  iteration bigint NOT NULL,
  epoch double precision NOT NULL,
  measured double precision NOT NULL,
  CONSTRAINT job_metric_pk PRIMARY KEY (job_id, step, series, iteration),
  CONSTRAINT job_metric_job FOREIGN KEY (job_id) REFERENCES job (id)
);
