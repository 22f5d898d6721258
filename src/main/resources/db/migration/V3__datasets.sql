CREATE TABLE dataset (
  id varchar(30) NOT NULL,
  name varchar(510) NOT NULL,
  sha256 varchar(64) NOT NULL,
  bytes bigint NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  options varchar(262144) NOT NULL,
  summary varchar(1048576) NOT NULL,
  CONSTRAINT dataset_pk PRIMARY KEY (id)
);
CREATE INDEX dataset_by_creation ON dataset (created_at, id);
CREATE INDEX dataset_by_content ON dataset (sha256);

-- The uploaded data sets of a job; like model_id no foreign keys, for a job outlives them.
ALTER TABLE job ADD COLUMN dataset_id varchar(30);
ALTER TABLE job ADD COLUMN evaluation_dataset_id varchar(30);
CREATE INDEX job_by_dataset ON job (dataset_id, state);
CREATE INDEX job_by_evaluation_dataset ON job (evaluation_dataset_id, state);
