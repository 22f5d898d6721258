-- What the uploader said of files that hold weights alone; empty for every model so far.
ALTER TABLE model ADD COLUMN architecture varchar(262144) DEFAULT '' NOT NULL;

-- The files of a model beside its main file, which stays in the model's own row.
CREATE TABLE model_part (
  model_id varchar(30) NOT NULL,
  name varchar(510) NOT NULL,
  sha256 varchar(64) NOT NULL,
  bytes bigint NOT NULL,
  CONSTRAINT model_part_pk PRIMARY KEY (model_id, name),
  CONSTRAINT model_part_model FOREIGN KEY (model_id) REFERENCES model (id)
);
CREATE INDEX model_part_by_content ON model_part (sha256);

-- A set of files on its way to become a model; model_id is set once it has.
CREATE TABLE upload_set (
  id varchar(30) NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  touched_at timestamp(3) with time zone NOT NULL,
  model_id varchar(30),
  request varchar(64),
  CONSTRAINT upload_set_pk PRIMARY KEY (id)
);
CREATE INDEX upload_set_by_touch ON upload_set (touched_at);

CREATE TABLE upload_part (
  set_id varchar(30) NOT NULL,
  name varchar(510) NOT NULL,
  announced_bytes bigint,
  announced_sha256 varchar(64),
  sha256 varchar(64),
  bytes bigint,
  CONSTRAINT upload_part_pk PRIMARY KEY (set_id, name),
  CONSTRAINT upload_part_set FOREIGN KEY (set_id) REFERENCES upload_set (id)
);
CREATE INDEX upload_part_by_content ON upload_part (sha256);
