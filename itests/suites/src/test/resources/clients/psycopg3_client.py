# What programs with psycopg 3 do: python3 psycopg3_client.py URI. Ends with "all is well", or with what is not.
import sys

import psycopg

with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    connection.execute("DROP TABLE IF EXISTS psycopg3_things")
    connection.execute("CREATE TABLE psycopg3_things (id int PRIMARY KEY, name text)")

    with connection.pipeline():
        for i in range(100):
            connection.execute("INSERT INTO psycopg3_things VALUES (%s, %s)", (i, "name"))
    assert connection.execute("SELECT count(*) FROM psycopg3_things").fetchone() == (100,)

    for i in range(20):  # prepared on the server from the fifth time on
        row = connection.execute("SELECT id, name FROM psycopg3_things WHERE id = %s", (i,)).fetchone()
        assert row == (i, "name"), row
        row = connection.execute("SELECT %s::int", (i,), prepare=True, binary=True).fetchone()
        assert row == (i,), row

    try:
        with connection.transaction():
            connection.execute("DELETE FROM psycopg3_things")
            with connection.transaction():
                connection.execute("SELECT 1 / 0")
    except psycopg.errors.DivisionByZero:
        pass
    assert connection.execute("SELECT count(*) FROM psycopg3_things").fetchone() == (100,)

    with connection.cursor() as cursor:
        with cursor.copy("COPY psycopg3_things FROM STDIN") as copy:
            for i in range(100, 200):
                copy.write_row((i, "copied"))
        with cursor.copy("COPY psycopg3_things TO STDOUT (FORMAT binary)") as copy:
            copy.set_types(["int4", "text"])
            assert len(list(copy.rows())) == 200

    connection.execute("DROP TABLE psycopg3_things")
print("all is well")
