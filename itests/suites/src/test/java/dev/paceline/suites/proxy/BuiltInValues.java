package dev.paceline.suites.proxy;

import java.util.List;

/** Values of the built-in types, as expressions: usual ones, the ends of the ranges, and NULL. */
final class BuiltInValues {

  static final List<String> ALL = List.of(
      "true, false, NULL::bool",
      "'\\x00ff10'::bytea, ''::bytea",
      "'c'::\"char\", 'x'::char(3), 'y'::bpchar, 'varying'::varchar(20), 'name'::name",
      "'text with ümläuts, 漢字 and 😀'::text, ''::text, NULL::text",
      "1::int2, (-32768)::int2, 2147483647::int4, 9223372036854775807::int8",
      "1.5::float4, 'NaN'::float4, '-Infinity'::float8, 1e308::float8, 5e-324::float8",
      "123456789.123456789::numeric, 'NaN'::numeric, 'Infinity'::numeric, 0::numeric(10, 5), 1e100::numeric",
      "'12.34'::money",
      "'2000-01-01'::date, 'infinity'::date, '4713-01-01 BC'::date",
      "'23:59:59.999999'::time, '24:00'::time, '12:00+05:30'::timetz",
      "'2024-02-29 12:00'::timestamp, '-infinity'::timestamp, '2024-02-29 12:00+02'::timestamptz",
      "'1 year 2 mons 3 days 04:05:06.789'::interval, 'infinity'::interval",
      "'01234567-89ab-cdef-0123-456789abcdef'::uuid",
      "'{\"a\": [1, 2]}'::json, '{\"a\": [1, 2]}'::jsonb, '$.a[*]'::jsonpath",
      "'<a>1</a>'::xml",
      "'(1,2)'::point, '{1,2,3}'::line, '[(1,2),(3,4)]'::lseg, '(3,4),(1,2)'::box",
      "'[(1,2),(3,4)]'::path, '((1,2),(3,4))'::polygon, '<(1,2),3>'::circle",
      "'10.1.2.3/8'::inet, '10.0.0.0/8'::cidr, '::1'::inet",
      "'08:00:2b:01:02:03'::macaddr, '08:00:2b:01:02:03:04:05'::macaddr8",
      "B'101'::bit(3), B'10110'::varbit",
      "'a fat cat'::tsvector, 'fat & cat'::tsquery",
      "'[1,10)'::int4range, 'empty'::int4range, '(,5]'::int8range, '[1.5,2.5]'::numrange",
      "'[2020-01-01,2021-01-01)'::daterange, '[2020-01-01 00:00,)'::tsrange, '[2020-01-01 00:00+00,)'::tstzrange",
      "'{[1,3),[5,7)}'::int4multirange, '{}'::nummultirange",
      "1::oid, 'pg_class'::regclass, 'int4'::regtype, 'now'::regproc, 'now()'::regprocedure",
      "'+'::regoper, '+(int4,int4)'::regoperator, 'english'::regconfig, 'simple'::regdictionary",
      "'pg_catalog'::regnamespace, 'postgres'::regrole, '\"C\"'::regcollation",
      "'(0,1)'::tid, '1'::xid, '1'::xid8, '1'::cid, '0/16B3748'::pg_lsn, '10:20:10,14,15'::pg_snapshot",
      "'10:20:10,14,15'::txid_snapshot",
      "ARRAY[1, NULL, 3], '{{1,2},{3,4}}'::int[], '[0:1]={a,b}'::text[], '{}'::text[]",
      "ARRAY['2020-01-01'::date], ARRAY[1.5::numeric], ARRAY['\\x00'::bytea], ARRAY['{}'::jsonb]",
      "ROW(1, 'a', NULL), ROW(), ROW(ROW(1))",
      "'postgres=r/postgres'::aclitem",
      "'1 2 3'::int2vector, '4 5'::oidvector",
      "NULL, NULL::int, 'unknown'",
      "g, repeat('x', g * 1000) FROM generate_series(1, 20) g",
      "repeat('wide', 300000)");

  private BuiltInValues() {}
}
