package dev.paceline.sql;

import dev.paceline.sql.KeyPredicate.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the conditions that pin a column of a table to one value. Only what certainly holds for every row: conjuncts of the one WHERE of a
 * statement without subqueries, over inner joins.
 */
final class KeyPredicates {
  private final CalciteText text;
  private final Map<String, TableName> tables = new HashMap<>();
  private final List<KeyPredicate> found = new ArrayList<>();
  private boolean plain = true;

  private KeyPredicates(CalciteText text) {
    this.text = text;
  }

  static List<KeyPredicate> of(SqlNode statement, CalciteText text) {
    KeyPredicates predicates = new KeyPredicates(text);
    predicates.statement(statement instanceof SqlOrderBy ordered ? ordered.query : statement);
    return predicates.plain ? predicates.found : List.of();
  }

  private void statement(SqlNode statement) {
    if (statement instanceof SqlSelect select && select.getFrom() != null) {
      from(select.getFrom());
      where(select.getWhere());
    } else if (statement instanceof SqlUpdate update) {
      table(update.getTargetTable(), update.getAlias());
      where(update.getCondition());
    } else if (statement instanceof SqlDelete delete) {
      table(delete.getTargetTable(), delete.getAlias());
      where(delete.getCondition());
    }
  }

  private void from(SqlNode node) {
    if (node instanceof SqlJoin join) {
      plain &= join.getJoinType() == JoinType.INNER
          || join.getJoinType() == JoinType.CROSS
          || join.getJoinType() == JoinType.COMMA;
      from(join.getLeft());
      from(join.getRight());
    } else if (node.getKind() == SqlKind.AS
        && ((SqlBasicCall) node).operand(1) instanceof SqlIdentifier alias) {
      table(((SqlBasicCall) node).operand(0), alias);
    } else {
      table(node, null);
    }
  }

  private void table(SqlNode node, @Nullable SqlIdentifier alias) {
    if (node instanceof SqlIdentifier name) {
      List<String> names = name.names;
      String last = names.get(names.size() - 1);
      TableName table = new TableName(names.size() > 1 ? names.get(names.size() - 2) : null, last);
      plain &= tables.put(alias == null ? last : alias.getSimple(), table) == null;
    } else {
      plain = false;
    }
  }

  private void where(@Nullable SqlNode condition) {
    List<SqlNode> work = new ArrayList<>();
    if (condition != null) {
      work.add(condition);
    }
    while (!work.isEmpty()) {
      SqlNode next = work.remove(work.size() - 1);
      if (next.getKind() == SqlKind.AND) {
        work.addAll(((SqlCall) next).getOperandList());
      } else if (next.getKind() == SqlKind.EQUALS) {
        SqlCall call = (SqlCall) next;
        equality(call.operand(0), call.operand(1));
        equality(call.operand(1), call.operand(0));
      }
    }
  }

  private void equality(SqlNode column, SqlNode constant) {
    if (!(column instanceof SqlIdentifier name) || name.names.size() > 2) {
      return;
    }
    TableName table = name.names.size() == 2 ? tables.get(name.names.get(0)) : onlyTable();
    Value value = text.value(constant);
    if (table != null && value != null) {
      found.add(new KeyPredicate(table, name.names.get(name.names.size() - 1), value));
    }
  }

  private @Nullable TableName onlyTable() {
    return tables.size() == 1 ? tables.values().iterator().next() : null;
  }
}
