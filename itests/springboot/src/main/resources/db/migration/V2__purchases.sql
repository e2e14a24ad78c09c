CREATE SEQUENCE purchase_seq INCREMENT BY 50;
CREATE SEQUENCE purchase_line_seq INCREMENT BY 50;

CREATE TABLE purchase (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customer,
  state varchar(255) NOT NULL
);

CREATE TABLE purchase_line (
  id bigint PRIMARY KEY,
  purchase_id bigint NOT NULL REFERENCES purchase ON DELETE CASCADE,
  article varchar(255) NOT NULL,
  count int NOT NULL
);

-- A function body with semicolons and a quoted string: what migration tools must not cut in pieces.
CREATE FUNCTION ship(p bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE purchase SET state = 'SHIPPED; on its way' WHERE id = p;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no purchase %', p;
  END IF;
END $$;
