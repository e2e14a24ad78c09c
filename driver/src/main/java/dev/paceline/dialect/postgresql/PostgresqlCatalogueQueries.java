package dev.paceline.dialect.postgresql;

import dev.paceline.dialect.CatalogueQuery;
import java.util.List;

/**
 * The queries that load what a statement's names stand for. Every name in them is qualified, so that no search path can turn them. Objects that
 * came with the server have numbers below 16384: they are known without asking.
 */
final class PostgresqlCatalogueQueries {
  /** In the order in which they are to be run. */
  static final List<CatalogueQuery> ALL = List.of(
      new CatalogueQuery("functions", """
          SELECT n.nspname, p.proname, l.lanname,
                 CASE WHEN pg_catalog.bool_or(p.provolatile = 'v' OR EXISTS (
                        SELECT FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc f
                          ON f.oid = a.aggtransfn OR f.oid = a.aggfinalfn OR f.oid = a.aggcombinefn
                        WHERE a.aggfnoid = p.oid AND f.provolatile = 'v')) THEN 'v' ELSE 's' END,
                 CASE WHEN pg_catalog.bool_or(p.pronargs - p.pronargdefaults <= 1 AND p.pronargs >= 1
                        AND (t.typtype = 'p' OR (t.typtype = 'c' AND NOT EXISTS (
                          SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attname = p.proname))))
                      THEN 't' ELSE 'f' END,
                 pg_catalog.string_agg(
                   CASE WHEN p.provolatile <> 'v' AND l.lanname NOT IN ('c', 'internal')
                        THEN pg_catalog.concat(p.prosrc, ' ', pg_catalog.pg_get_function_sqlbody(p.oid)) END, ' ')
          FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang
          LEFT JOIN pg_catalog.pg_type t ON t.oid = p.proargtypes[0]
          WHERE p.oid >= 16384
          GROUP BY n.nspname, p.proname, l.lanname
          """, 6),
      new CatalogueQuery("relations", """
          SELECT n.nspname, c.relname, c.relkind, c.relpersistence,
                 CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
                        OR EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type <> '1')
                      THEN 't' ELSE 'f' END,
                 CASE WHEN c.relkind = 'v' THEN pg_catalog.pg_get_viewdef(c.oid) END
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
            AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
          """, 6),
      new CatalogueQuery("policies", """
          SELECT n.nspname, c.relname, pg_catalog.pg_get_expr(p.polqual, p.polrelid)
          FROM pg_catalog.pg_policy p
          JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relrowsecurity AND p.polqual IS NOT NULL
          """, 3),
      new CatalogueQuery("inheritance", """
          SELECT cn.nspname, c.relname, pn.nspname, p.relname
          FROM pg_catalog.pg_inherits i
          JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
          JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
          JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
          JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
          WHERE c.relkind IN ('r', 'p', 'f')
          """, 4),
      new CatalogueQuery("cascades", """
          SELECT DISTINCT pn.nspname, p.relname, cn.nspname, c.relname
          FROM pg_catalog.pg_constraint k
          JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
          JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
          JOIN pg_catalog.pg_class p ON p.oid = k.confrelid
          JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
          WHERE k.contype = 'f' AND (k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd'))
          """, 4),
      new CatalogueQuery("keys", """
          SELECT n.nspname, c.relname, a.attname
          FROM pg_catalog.pg_index i
          JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
          WHERE i.indisprimary AND c.oid >= 16384 AND n.nspname <> 'pg_toast'
          ORDER BY c.oid, pg_catalog.array_position(i.indkey::pg_catalog.int2[], a.attnum)
          """, 3),
      new CatalogueQuery("operators", """
          SELECT o.oprname,
                 CASE WHEN pg_catalog.bool_or(p.provolatile = 'v' AND l.lanname NOT IN ('c', 'internal')) THEN 'v' ELSE 's' END
          FROM pg_catalog.pg_operator o
          JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang
          WHERE o.oid >= 16384
          GROUP BY o.oprname
          """, 2),
      new CatalogueQuery("casts", """
          SELECT DISTINCT t.typname
          FROM pg_catalog.pg_cast k
          JOIN pg_catalog.pg_proc p ON p.oid = k.castfunc AND p.provolatile = 'v' AND p.oid >= 16384
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang AND l.lanname NOT IN ('c', 'internal')
          JOIN pg_catalog.pg_type t ON (t.oid = k.castsource OR t.oid = k.casttarget) AND t.oid >= 16384
          """, 1),
      new CatalogueQuery("checks", """
          SELECT t.typname, pg_catalog.pg_get_expr(k.conbin, 0)
          FROM pg_catalog.pg_constraint k
          JOIN pg_catalog.pg_type t ON t.oid = k.contypid
          WHERE k.contype = 'c' AND k.contypid <> 0 AND k.oid >= 16384
          """, 2),
      new CatalogueQuery("paths", """
          SELECT pg_catalog.current_setting('search_path')
          UNION SELECT n.nspname FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.rolname = n.nspname
          UNION SELECT pg_catalog.substr(c, 13) FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) c
            WHERE pg_catalog.starts_with(c, 'search_path=')
          """, 1));

  private PostgresqlCatalogueQueries() {}
}
