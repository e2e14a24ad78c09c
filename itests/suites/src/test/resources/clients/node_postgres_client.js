// What programs with node-postgres do: node node_postgres_client.js URI. Ends with "all is well", or with what is not.
const assert = require('assert');
const { Client, Pool } = require('pg');

async function main(uri) {
  const client = new Client({ connectionString: uri });
  await client.connect();
  await client.query('DROP TABLE IF EXISTS node_things');
  await client.query('CREATE TABLE node_things (id int PRIMARY KEY, name text, data jsonb)');
  for (let i = 0; i < 50; i++) {
    await client.query('INSERT INTO node_things VALUES ($1, $2, $3)', [i, 'name ' + i, { i }]);
  }

  const named = { name: 'by id', text: 'SELECT name, data FROM node_things WHERE id = $1' };
  for (let i = 0; i < 50; i++) {
    const answer = await client.query({ ...named, values: [i] });
    assert.deepStrictEqual(answer.rows, [{ name: 'name ' + i, data: { i } }]);
  }

  await client.query('BEGIN');
  await client.query('DELETE FROM node_things');
  await assert.rejects(client.query('SELECT 1 / 0'), { code: '22012' });
  await assert.rejects(client.query('SELECT 1'), { code: '25P02' });
  await client.query('ROLLBACK');
  const several = await client.query('SELECT count(*)::int AS n FROM node_things; SELECT 2 AS two');
  assert.deepStrictEqual(several.map((answer) => answer.rows[0]), [{ n: 50 }, { two: 2 }]);

  const news = new Promise((resolve) => client.on('notification', resolve));
  await client.query('LISTEN node_news');
  await client.query("NOTIFY node_news, 'hello'");
  assert.strictEqual((await news).payload, 'hello');
  await client.end();

  const pool = new Pool({ connectionString: uri, max: 20 });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => pool.query('SELECT $1::int AS question', [i])));
  answers.forEach((answer, i) => assert.strictEqual(answer.rows[0].question, i));
  await pool.query('DROP TABLE node_things');
  await pool.end();
  console.log('all is well');
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
