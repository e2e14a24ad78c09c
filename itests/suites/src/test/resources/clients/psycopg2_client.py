# What programs with psycopg2 do: python3 psycopg2_client.py URI. Ends with "all is well", or with what is not.
import io
import sys

import psycopg2
import psycopg2.extras

connection = psycopg2.connect(sys.argv[1])
cursor = connection.cursor()
cursor.execute("DROP TABLE IF EXISTS psycopg2_things")
cursor.execute("CREATE TABLE psycopg2_things (id int PRIMARY KEY, name text, at timestamptz DEFAULT now())")
connection.commit()

psycopg2.extras.execute_values(
    cursor, "INSERT INTO psycopg2_things (id, name) VALUES %s", [(i, "name %d" % i) for i in range(500)])
connection.commit()
cursor.execute("SELECT count(*) FROM psycopg2_things")
assert cursor.fetchone() == (500,)

try:
    cursor.execute("INSERT INTO psycopg2_things (id) VALUES (1)")
    raise AssertionError("a duplicate key was taken")
except psycopg2.errors.UniqueViolation as error:
    assert error.diag.constraint_name == "psycopg2_things_pkey"
connection.rollback()

cursor.copy_expert("COPY psycopg2_things (id, name) FROM STDIN", io.StringIO("1000\ta\n1001\tb\n"))
connection.commit()
out = io.StringIO()
cursor.copy_expert("COPY (SELECT id FROM psycopg2_things WHERE id >= 1000 ORDER BY id) TO STDOUT", out)
assert out.getvalue() == "1000\n1001\n", out.getvalue()

with connection.cursor("named") as named:
    named.itersize = 50
    named.execute("SELECT id FROM psycopg2_things ORDER BY id")
    assert [row[0] for row in named][:3] == [0, 1, 2]
connection.commit()

listener = psycopg2.connect(sys.argv[1])
listener.autocommit = True
with listener.cursor() as c:
    c.execute("LISTEN psycopg2_news")
    c.execute("NOTIFY psycopg2_news, 'hello'")
    listener.poll()
    assert [n.payload for n in listener.notifies] == ["hello"], listener.notifies
listener.close()

cursor.execute("DROP TABLE psycopg2_things")
connection.commit()
connection.close()
print("all is well")
