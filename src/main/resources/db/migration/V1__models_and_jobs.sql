CREATE TABLE model (
  id varchar(30) NOT NULL,
  name varchar(510) NOT NULL,
  format varchar(32) NOT NULL,
  sha256 varchar(64) NOT NULL,
  bytes bigint NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  summary varchar(1048576) NOT NULL,
  CONSTRAINT model_pk PRIMARY KEY (id)
);
CREATE INDEX model_by_creation ON model (created_at, id);
CREATE INDEX model_by_content ON model (sha256);

-- A job outlives its model, so model_id is no foreign key: it stays in the record of what was done.
CREATE TABLE job (
  id varchar(30) NOT NULL,
  model_id varchar(30) NOT NULL,
  spec varchar(1048576) NOT NULL,
  state varchar(16) NOT NULL,
  cancel_requested boolean NOT NULL,
  attempt integer NOT NULL,
  failures integer NOT NULL,
  fraction double precision NOT NULL,
  phase varchar(64) NOT NULL,
  message varchar(1000) NOT NULL,
  error_code varchar(64),
  error_detail varchar(4000),
  error_problems varchar(1048576),
  created_at timestamp(3) with time zone NOT NULL,
  started_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  last_seq bigint NOT NULL,
  CONSTRAINT job_pk PRIMARY KEY (id),
  CONSTRAINT job_state CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'))
);
CREATE INDEX job_by_creation ON job (created_at, id);
CREATE INDEX job_by_model ON job (model_id, state);

CREATE TABLE job_artifact (
  job_id varchar(30) NOT NULL,
  ordinal integer NOT NULL,
  name varchar(255) NOT NULL,
  media_type varchar(127) NOT NULL,
  sha256 varchar(64) NOT NULL,
  bytes bigint NOT NULL,
  CONSTRAINT job_artifact_pk PRIMARY KEY (job_id, name),
  CONSTRAINT job_artifact_job FOREIGN KEY (job_id) REFERENCES job (id)
);
CREATE INDEX job_artifact_by_content ON job_artifact (sha256);

CREATE TABLE job_event (
  job_id varchar(30) NOT NULL,
  seq bigint NOT NULL,
  happened_at timestamp(3) with time zone NOT NULL,
  event_type varchar(32) NOT NULL,
  state varchar(16) NOT NULL,
  attempt integer NOT NULL,
  fraction double precision NOT NULL,
  phase varchar(64) NOT NULL,
  message varchar(1000) NOT NULL,
  CONSTRAINT job_event_pk PRIMARY KEY (job_id, seq),
  CONSTRAINT job_event_job FOREIGN KEY (job_id) REFERENCES job (id)
);

CREATE TABLE idempotency_key (
  scope varchar(32) NOT NULL,
  request_key varchar(255) NOT NULL,
  fingerprint varchar(64) NOT NULL,
  resource_id varchar(30) NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT idempotency_key_pk PRIMARY KEY (scope, request_key)
);
CREATE INDEX idempotency_key_by_creation ON idempotency_key (created_at);
CREATE INDEX idempotency_key_by_resource ON idempotency_key (resource_id);

-- The queue; db-scheduler fixes the names and the types of these columns.
CREATE TABLE scheduled_tasks (
  task_name varchar(100) NOT NULL,
  task_instance varchar(100) NOT NULL,
  task_data bytea,
  execution_time timestamp(6) with time zone NOT NULL,
  picked boolean NOT NULL,
  picked_by varchar(200),
  last_success timestamp(6) with time zone,
  last_failure timestamp(6) with time zone,
  consecutive_failures integer,
  last_heartbeat timestamp(6) with time zone,
  version bigint NOT NULL,
  priority smallint,
  CONSTRAINT scheduled_tasks_pk PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_by_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_by_priority ON scheduled_tasks (priority DESC, execution_time ASC);
