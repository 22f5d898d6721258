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
ALTER TABLE job ADD COLUMN first_dataset_id varchar(30);
ALTER TABLE job ADD COLUMN second_dataset_id varchar(30);
CREATE INDEX job_by_first_dataset ON job (first_dataset_id, state);
CREATE INDEX job_by_second_dataset ON job (second_dataset_id, state);
