package dev.paceline.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;

/**
 * Every method of {@link DatabaseMetaData}, asked of the native metadata of whichever connection is at hand: subclasses
 * say how one is found, and override what must not depend on it.
 */
abstract class ForwardingDatabaseMetaData implements DatabaseMetaData {

  /** A question whose answer holds no resource. */
  @FunctionalInterface
  interface Question<T> {
    T ask(DatabaseMetaData raw) throws SQLException;
  }

  /** Asks once. */
  abstract <T> T answer(Question<T> question) throws SQLException;

  /** Asks once, and keeps the connection while the rows are open. */
  abstract ResultSet rows(Question<ResultSet> question) throws SQLException;

  @Override
  public boolean allProceduresAreCallable() throws SQLException {
    return answer(DatabaseMetaData::allProceduresAreCallable);
  }

  @Override
  public boolean allTablesAreSelectable() throws SQLException {
    return answer(DatabaseMetaData::allTablesAreSelectable);
  }

  @Override
  public String getURL() throws SQLException {
    return answer(DatabaseMetaData::getURL);
  }

  @Override
  public String getUserName() throws SQLException {
    return answer(DatabaseMetaData::getUserName);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return answer(DatabaseMetaData::isReadOnly);
  }

  @Override
  public boolean nullsAreSortedHigh() throws SQLException {
    return answer(DatabaseMetaData::nullsAreSortedHigh);
  }

  @Override
  public boolean nullsAreSortedLow() throws SQLException {
    return answer(DatabaseMetaData::nullsAreSortedLow);
  }

  @Override
  public boolean nullsAreSortedAtStart() throws SQLException {
    return answer(DatabaseMetaData::nullsAreSortedAtStart);
  }

  @Override
  public boolean nullsAreSortedAtEnd() throws SQLException {
    return answer(DatabaseMetaData::nullsAreSortedAtEnd);
  }

  @Override
  public String getDatabaseProductName() throws SQLException {
    return answer(DatabaseMetaData::getDatabaseProductName);
  }

  @Override
  public String getDatabaseProductVersion() throws SQLException {
    return answer(DatabaseMetaData::getDatabaseProductVersion);
  }

  @Override
  public String getDriverName() throws SQLException {
    return answer(DatabaseMetaData::getDriverName);
  }

  @Override
  public String getDriverVersion() throws SQLException {
    return answer(DatabaseMetaData::getDriverVersion);
  }

  @Override
  public boolean usesLocalFiles() throws SQLException {
    return answer(DatabaseMetaData::usesLocalFiles);
  }

  @Override
  public boolean usesLocalFilePerTable() throws SQLException {
    return answer(DatabaseMetaData::usesLocalFilePerTable);
  }

  @Override
  public boolean supportsMixedCaseIdentifiers() throws SQLException {
    return answer(DatabaseMetaData::supportsMixedCaseIdentifiers);
  }

  @Override
  public boolean storesUpperCaseIdentifiers() throws SQLException {
    return answer(DatabaseMetaData::storesUpperCaseIdentifiers);
  }

  @Override
  public boolean storesLowerCaseIdentifiers() throws SQLException {
    return answer(DatabaseMetaData::storesLowerCaseIdentifiers);
  }

  @Override
  public boolean storesMixedCaseIdentifiers() throws SQLException {
    return answer(DatabaseMetaData::storesMixedCaseIdentifiers);
  }

  @Override
  public boolean supportsMixedCaseQuotedIdentifiers() throws SQLException {
    return answer(DatabaseMetaData::supportsMixedCaseQuotedIdentifiers);
  }

  @Override
  public boolean storesUpperCaseQuotedIdentifiers() throws SQLException {
    return answer(DatabaseMetaData::storesUpperCaseQuotedIdentifiers);
  }

  @Override
  public boolean storesLowerCaseQuotedIdentifiers() throws SQLException {
    return answer(DatabaseMetaData::storesLowerCaseQuotedIdentifiers);
  }

  @Override
  public boolean storesMixedCaseQuotedIdentifiers() throws SQLException {
    return answer(DatabaseMetaData::storesMixedCaseQuotedIdentifiers);
  }

  @Override
  public String getIdentifierQuoteString() throws SQLException {
    return answer(DatabaseMetaData::getIdentifierQuoteString);
  }

  @Override
  public String getSQLKeywords() throws SQLException {
    return answer(DatabaseMetaData::getSQLKeywords);
  }

  @Override
  public String getNumericFunctions() throws SQLException {
    return answer(DatabaseMetaData::getNumericFunctions);
  }

  @Override
  public String getStringFunctions() throws SQLException {
    return answer(DatabaseMetaData::getStringFunctions);
  }

  @Override
  public String getSystemFunctions() throws SQLException {
    return answer(DatabaseMetaData::getSystemFunctions);
  }

  @Override
  public String getTimeDateFunctions() throws SQLException {
    return answer(DatabaseMetaData::getTimeDateFunctions);
  }

  @Override
  public String getSearchStringEscape() throws SQLException {
    return answer(DatabaseMetaData::getSearchStringEscape);
  }

  @Override
  public String getExtraNameCharacters() throws SQLException {
    return answer(DatabaseMetaData::getExtraNameCharacters);
  }

  @Override
  public boolean supportsAlterTableWithAddColumn() throws SQLException {
    return answer(DatabaseMetaData::supportsAlterTableWithAddColumn);
  }

  @Override
  public boolean supportsAlterTableWithDropColumn() throws SQLException {
    return answer(DatabaseMetaData::supportsAlterTableWithDropColumn);
  }

  @Override
  public boolean supportsColumnAliasing() throws SQLException {
    return answer(DatabaseMetaData::supportsColumnAliasing);
  }

  @Override
  public boolean nullPlusNonNullIsNull() throws SQLException {
    return answer(DatabaseMetaData::nullPlusNonNullIsNull);
  }

  @Override
  public boolean supportsConvert() throws SQLException {
    return answer(DatabaseMetaData::supportsConvert);
  }

  @Override
  public boolean supportsConvert(int fromType, int toType) throws SQLException {
    return answer(raw -> raw.supportsConvert(fromType, toType));
  }

  @Override
  public boolean supportsTableCorrelationNames() throws SQLException {
    return answer(DatabaseMetaData::supportsTableCorrelationNames);
  }

  @Override
  public boolean supportsDifferentTableCorrelationNames() throws SQLException {
    return answer(DatabaseMetaData::supportsDifferentTableCorrelationNames);
  }

  @Override
  public boolean supportsExpressionsInOrderBy() throws SQLException {
    return answer(DatabaseMetaData::supportsExpressionsInOrderBy);
  }

  @Override
  public boolean supportsOrderByUnrelated() throws SQLException {
    return answer(DatabaseMetaData::supportsOrderByUnrelated);
  }

  @Override
  public boolean supportsGroupBy() throws SQLException {
    return answer(DatabaseMetaData::supportsGroupBy);
  }

  @Override
  public boolean supportsGroupByUnrelated() throws SQLException {
    return answer(DatabaseMetaData::supportsGroupByUnrelated);
  }

  @Override
  public boolean supportsGroupByBeyondSelect() throws SQLException {
    return answer(DatabaseMetaData::supportsGroupByBeyondSelect);
  }

  @Override
  public boolean supportsLikeEscapeClause() throws SQLException {
    return answer(DatabaseMetaData::supportsLikeEscapeClause);
  }

  @Override
  public boolean supportsMultipleResultSets() throws SQLException {
    return answer(DatabaseMetaData::supportsMultipleResultSets);
  }

  @Override
  public boolean supportsMultipleTransactions() throws SQLException {
    return answer(DatabaseMetaData::supportsMultipleTransactions);
  }

  @Override
  public boolean supportsNonNullableColumns() throws SQLException {
    return answer(DatabaseMetaData::supportsNonNullableColumns);
  }

  @Override
  public boolean supportsMinimumSQLGrammar() throws SQLException {
    return answer(DatabaseMetaData::supportsMinimumSQLGrammar);
  }

  @Override
  public boolean supportsCoreSQLGrammar() throws SQLException {
    return answer(DatabaseMetaData::supportsCoreSQLGrammar);
  }

  @Override
  public boolean supportsExtendedSQLGrammar() throws SQLException {
    return answer(DatabaseMetaData::supportsExtendedSQLGrammar);
  }

  @Override
  public boolean supportsANSI92EntryLevelSQL() throws SQLException {
    return answer(DatabaseMetaData::supportsANSI92EntryLevelSQL);
  }

  @Override
  public boolean supportsANSI92IntermediateSQL() throws SQLException {
    return answer(DatabaseMetaData::supportsANSI92IntermediateSQL);
  }

  @Override
  public boolean supportsANSI92FullSQL() throws SQLException {
    return answer(DatabaseMetaData::supportsANSI92FullSQL);
  }

  @Override
  public boolean supportsIntegrityEnhancementFacility() throws SQLException {
    return answer(DatabaseMetaData::supportsIntegrityEnhancementFacility);
  }

  @Override
  public boolean supportsOuterJoins() throws SQLException {
    return answer(DatabaseMetaData::supportsOuterJoins);
  }

  @Override
  public boolean supportsFullOuterJoins() throws SQLException {
    return answer(DatabaseMetaData::supportsFullOuterJoins);
  }

  @Override
  public boolean supportsLimitedOuterJoins() throws SQLException {
    return answer(DatabaseMetaData::supportsLimitedOuterJoins);
  }

  @Override
  public String getSchemaTerm() throws SQLException {
    return answer(DatabaseMetaData::getSchemaTerm);
  }

  @Override
  public String getProcedureTerm() throws SQLException {
    return answer(DatabaseMetaData::getProcedureTerm);
  }

  @Override
  public String getCatalogTerm() throws SQLException {
    return answer(DatabaseMetaData::getCatalogTerm);
  }

  @Override
  public boolean isCatalogAtStart() throws SQLException {
    return answer(DatabaseMetaData::isCatalogAtStart);
  }

  @Override
  public String getCatalogSeparator() throws SQLException {
    return answer(DatabaseMetaData::getCatalogSeparator);
  }

  @Override
  public boolean supportsSchemasInDataManipulation() throws SQLException {
    return answer(DatabaseMetaData::supportsSchemasInDataManipulation);
  }

  @Override
  public boolean supportsSchemasInProcedureCalls() throws SQLException {
    return answer(DatabaseMetaData::supportsSchemasInProcedureCalls);
  }

  @Override
  public boolean supportsSchemasInTableDefinitions() throws SQLException {
    return answer(DatabaseMetaData::supportsSchemasInTableDefinitions);
  }

  @Override
  public boolean supportsSchemasInIndexDefinitions() throws SQLException {
    return answer(DatabaseMetaData::supportsSchemasInIndexDefinitions);
  }

  @Override
  public boolean supportsSchemasInPrivilegeDefinitions() throws SQLException {
    return answer(DatabaseMetaData::supportsSchemasInPrivilegeDefinitions);
  }

  @Override
  public boolean supportsCatalogsInDataManipulation() throws SQLException {
    return answer(DatabaseMetaData::supportsCatalogsInDataManipulation);
  }

  @Override
  public boolean supportsCatalogsInProcedureCalls() throws SQLException {
    return answer(DatabaseMetaData::supportsCatalogsInProcedureCalls);
  }

  @Override
  public boolean supportsCatalogsInTableDefinitions() throws SQLException {
    return answer(DatabaseMetaData::supportsCatalogsInTableDefinitions);
  }

  @Override
  public boolean supportsCatalogsInIndexDefinitions() throws SQLException {
    return answer(DatabaseMetaData::supportsCatalogsInIndexDefinitions);
  }

  @Override
  public boolean supportsCatalogsInPrivilegeDefinitions() throws SQLException {
    return answer(DatabaseMetaData::supportsCatalogsInPrivilegeDefinitions);
  }

  @Override
  public boolean supportsPositionedDelete() throws SQLException {
    return answer(DatabaseMetaData::supportsPositionedDelete);
  }

  @Override
  public boolean supportsPositionedUpdate() throws SQLException {
    return answer(DatabaseMetaData::supportsPositionedUpdate);
  }

  @Override
  public boolean supportsSelectForUpdate() throws SQLException {
    return answer(DatabaseMetaData::supportsSelectForUpdate);
  }

  @Override
  public boolean supportsStoredProcedures() throws SQLException {
    return answer(DatabaseMetaData::supportsStoredProcedures);
  }

  @Override
  public boolean supportsSubqueriesInComparisons() throws SQLException {
    return answer(DatabaseMetaData::supportsSubqueriesInComparisons);
  }

  @Override
  public boolean supportsSubqueriesInExists() throws SQLException {
    return answer(DatabaseMetaData::supportsSubqueriesInExists);
  }

  @Override
  public boolean supportsSubqueriesInIns() throws SQLException {
    return answer(DatabaseMetaData::supportsSubqueriesInIns);
  }

  @Override
  public boolean supportsSubqueriesInQuantifieds() throws SQLException {
    return answer(DatabaseMetaData::supportsSubqueriesInQuantifieds);
  }

  @Override
  public boolean supportsCorrelatedSubqueries() throws SQLException {
    return answer(DatabaseMetaData::supportsCorrelatedSubqueries);
  }

  @Override
  public boolean supportsUnion() throws SQLException {
    return answer(DatabaseMetaData::supportsUnion);
  }

  @Override
  public boolean supportsUnionAll() throws SQLException {
    return answer(DatabaseMetaData::supportsUnionAll);
  }

  @Override
  public boolean supportsOpenCursorsAcrossCommit() throws SQLException {
    return answer(DatabaseMetaData::supportsOpenCursorsAcrossCommit);
  }

  @Override
  public boolean supportsOpenCursorsAcrossRollback() throws SQLException {
    return answer(DatabaseMetaData::supportsOpenCursorsAcrossRollback);
  }

  @Override
  public boolean supportsOpenStatementsAcrossCommit() throws SQLException {
    return answer(DatabaseMetaData::supportsOpenStatementsAcrossCommit);
  }

  @Override
  public boolean supportsOpenStatementsAcrossRollback() throws SQLException {
    return answer(DatabaseMetaData::supportsOpenStatementsAcrossRollback);
  }

  @Override
  public int getMaxBinaryLiteralLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxBinaryLiteralLength);
  }

  @Override
  public int getMaxCharLiteralLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxCharLiteralLength);
  }

  @Override
  public int getMaxColumnNameLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxColumnNameLength);
  }

  @Override
  public int getMaxColumnsInGroupBy() throws SQLException {
    return answer(DatabaseMetaData::getMaxColumnsInGroupBy);
  }

  @Override
  public int getMaxColumnsInIndex() throws SQLException {
    return answer(DatabaseMetaData::getMaxColumnsInIndex);
  }

  @Override
  public int getMaxColumnsInOrderBy() throws SQLException {
    return answer(DatabaseMetaData::getMaxColumnsInOrderBy);
  }

  @Override
  public int getMaxColumnsInSelect() throws SQLException {
    return answer(DatabaseMetaData::getMaxColumnsInSelect);
  }

  @Override
  public int getMaxColumnsInTable() throws SQLException {
    return answer(DatabaseMetaData::getMaxColumnsInTable);
  }

  @Override
  public int getMaxConnections() throws SQLException {
    return answer(DatabaseMetaData::getMaxConnections);
  }

  @Override
  public int getMaxCursorNameLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxCursorNameLength);
  }

  @Override
  public int getMaxIndexLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxIndexLength);
  }

  @Override
  public int getMaxSchemaNameLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxSchemaNameLength);
  }

  @Override
  public int getMaxProcedureNameLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxProcedureNameLength);
  }

  @Override
  public int getMaxCatalogNameLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxCatalogNameLength);
  }

  @Override
  public int getMaxRowSize() throws SQLException {
    return answer(DatabaseMetaData::getMaxRowSize);
  }

  @Override
  public boolean doesMaxRowSizeIncludeBlobs() throws SQLException {
    return answer(DatabaseMetaData::doesMaxRowSizeIncludeBlobs);
  }

  @Override
  public int getMaxStatementLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxStatementLength);
  }

  @Override
  public int getMaxStatements() throws SQLException {
    return answer(DatabaseMetaData::getMaxStatements);
  }

  @Override
  public int getMaxTableNameLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxTableNameLength);
  }

  @Override
  public int getMaxTablesInSelect() throws SQLException {
    return answer(DatabaseMetaData::getMaxTablesInSelect);
  }

  @Override
  public int getMaxUserNameLength() throws SQLException {
    return answer(DatabaseMetaData::getMaxUserNameLength);
  }

  @Override
  public int getDefaultTransactionIsolation() throws SQLException {
    return answer(DatabaseMetaData::getDefaultTransactionIsolation);
  }

  @Override
  public boolean supportsTransactions() throws SQLException {
    return answer(DatabaseMetaData::supportsTransactions);
  }

  @Override
  public boolean supportsTransactionIsolationLevel(int level) throws SQLException {
    return answer(raw -> raw.supportsTransactionIsolationLevel(level));
  }

  @Override
  public boolean supportsDataDefinitionAndDataManipulationTransactions() throws SQLException {
    return answer(DatabaseMetaData::supportsDataDefinitionAndDataManipulationTransactions);
  }

  @Override
  public boolean supportsDataManipulationTransactionsOnly() throws SQLException {
    return answer(DatabaseMetaData::supportsDataManipulationTransactionsOnly);
  }

  @Override
  public boolean dataDefinitionCausesTransactionCommit() throws SQLException {
    return answer(DatabaseMetaData::dataDefinitionCausesTransactionCommit);
  }

  @Override
  public boolean dataDefinitionIgnoredInTransactions() throws SQLException {
    return answer(DatabaseMetaData::dataDefinitionIgnoredInTransactions);
  }

  @Override
  public ResultSet getProcedures(String catalog, String schemaPattern, String procedureNamePattern)
      throws SQLException {
    return rows(raw -> raw.getProcedures(catalog, schemaPattern, procedureNamePattern));
  }

  @Override
  public ResultSet getProcedureColumns(
      String catalog, String schemaPattern, String procedureNamePattern, String columnNamePattern)
      throws SQLException {
    return rows(raw ->
        raw.getProcedureColumns(catalog, schemaPattern, procedureNamePattern, columnNamePattern));
  }

  @Override
  public ResultSet getTables(
      String catalog, String schemaPattern, String tableNamePattern, String[] types)
      throws SQLException {
    return rows(raw -> raw.getTables(catalog, schemaPattern, tableNamePattern, types));
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return rows(DatabaseMetaData::getSchemas);
  }

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return rows(DatabaseMetaData::getCatalogs);
  }

  @Override
  public ResultSet getTableTypes() throws SQLException {
    return rows(DatabaseMetaData::getTableTypes);
  }

  @Override
  public ResultSet getColumns(
      String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
      throws SQLException {
    return rows(raw -> raw.getColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
  }

  @Override
  public ResultSet getColumnPrivileges(
      String catalog, String schema, String table, String columnNamePattern) throws SQLException {
    return rows(raw -> raw.getColumnPrivileges(catalog, schema, table, columnNamePattern));
  }

  @Override
  public ResultSet getTablePrivileges(String catalog, String schemaPattern, String tableNamePattern)
      throws SQLException {
    return rows(raw -> raw.getTablePrivileges(catalog, schemaPattern, tableNamePattern));
  }

  @Override
  public ResultSet getBestRowIdentifier(
      String catalog, String schema, String table, int scope, boolean nullable)
      throws SQLException {
    return rows(raw -> raw.getBestRowIdentifier(catalog, schema, table, scope, nullable));
  }

  @Override
  public ResultSet getVersionColumns(String catalog, String schema, String table)
      throws SQLException {
    return rows(raw -> raw.getVersionColumns(catalog, schema, table));
  }

  @Override
  public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
    return rows(raw -> raw.getPrimaryKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getImportedKeys(String catalog, String schema, String table)
      throws SQLException {
    return rows(raw -> raw.getImportedKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getExportedKeys(String catalog, String schema, String table)
      throws SQLException {
    return rows(raw -> raw.getExportedKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getCrossReference(
      String parentCatalog,
      String parentSchema,
      String parentTable,
      String foreignCatalog,
      String foreignSchema,
      String foreignTable)
      throws SQLException {
    return rows(raw -> raw.getCrossReference(
        parentCatalog, parentSchema, parentTable, foreignCatalog, foreignSchema, foreignTable));
  }

  @Override
  public ResultSet getTypeInfo() throws SQLException {
    return rows(DatabaseMetaData::getTypeInfo);
  }

  @Override
  public ResultSet getIndexInfo(
      String catalog, String schema, String table, boolean unique, boolean approximate)
      throws SQLException {
    return rows(raw -> raw.getIndexInfo(catalog, schema, table, unique, approximate));
  }

  @Override
  public boolean supportsResultSetType(int type) throws SQLException {
    return answer(raw -> raw.supportsResultSetType(type));
  }

  @Override
  public boolean supportsResultSetConcurrency(int type, int concurrency) throws SQLException {
    return answer(raw -> raw.supportsResultSetConcurrency(type, concurrency));
  }

  @Override
  public boolean ownUpdatesAreVisible(int type) throws SQLException {
    return answer(raw -> raw.ownUpdatesAreVisible(type));
  }

  @Override
  public boolean ownDeletesAreVisible(int type) throws SQLException {
    return answer(raw -> raw.ownDeletesAreVisible(type));
  }

  @Override
  public boolean ownInsertsAreVisible(int type) throws SQLException {
    return answer(raw -> raw.ownInsertsAreVisible(type));
  }

  @Override
  public boolean othersUpdatesAreVisible(int type) throws SQLException {
    return answer(raw -> raw.othersUpdatesAreVisible(type));
  }

  @Override
  public boolean othersDeletesAreVisible(int type) throws SQLException {
    return answer(raw -> raw.othersDeletesAreVisible(type));
  }

  @Override
  public boolean othersInsertsAreVisible(int type) throws SQLException {
    return answer(raw -> raw.othersInsertsAreVisible(type));
  }

  @Override
  public boolean updatesAreDetected(int type) throws SQLException {
    return answer(raw -> raw.updatesAreDetected(type));
  }

  @Override
  public boolean deletesAreDetected(int type) throws SQLException {
    return answer(raw -> raw.deletesAreDetected(type));
  }

  @Override
  public boolean insertsAreDetected(int type) throws SQLException {
    return answer(raw -> raw.insertsAreDetected(type));
  }

  @Override
  public boolean supportsBatchUpdates() throws SQLException {
    return answer(DatabaseMetaData::supportsBatchUpdates);
  }

  @Override
  public ResultSet getUDTs(
      String catalog, String schemaPattern, String typeNamePattern, int[] types)
      throws SQLException {
    return rows(raw -> raw.getUDTs(catalog, schemaPattern, typeNamePattern, types));
  }

  @Override
  public Connection getConnection() throws SQLException {
    return answer(DatabaseMetaData::getConnection);
  }

  @Override
  public boolean supportsSavepoints() throws SQLException {
    return answer(DatabaseMetaData::supportsSavepoints);
  }

  @Override
  public boolean supportsNamedParameters() throws SQLException {
    return answer(DatabaseMetaData::supportsNamedParameters);
  }

  @Override
  public boolean supportsMultipleOpenResults() throws SQLException {
    return answer(DatabaseMetaData::supportsMultipleOpenResults);
  }

  @Override
  public boolean supportsGetGeneratedKeys() throws SQLException {
    return answer(DatabaseMetaData::supportsGetGeneratedKeys);
  }

  @Override
  public ResultSet getSuperTypes(String catalog, String schemaPattern, String typeNamePattern)
      throws SQLException {
    return rows(raw -> raw.getSuperTypes(catalog, schemaPattern, typeNamePattern));
  }

  @Override
  public ResultSet getSuperTables(String catalog, String schemaPattern, String tableNamePattern)
      throws SQLException {
    return rows(raw -> raw.getSuperTables(catalog, schemaPattern, tableNamePattern));
  }

  @Override
  public ResultSet getAttributes(
      String catalog, String schemaPattern, String typeNamePattern, String attributeNamePattern)
      throws SQLException {
    return rows(
        raw -> raw.getAttributes(catalog, schemaPattern, typeNamePattern, attributeNamePattern));
  }

  @Override
  public boolean supportsResultSetHoldability(int holdability) throws SQLException {
    return answer(raw -> raw.supportsResultSetHoldability(holdability));
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    return answer(DatabaseMetaData::getResultSetHoldability);
  }

  @Override
  public int getDatabaseMajorVersion() throws SQLException {
    return answer(DatabaseMetaData::getDatabaseMajorVersion);
  }

  @Override
  public int getDatabaseMinorVersion() throws SQLException {
    return answer(DatabaseMetaData::getDatabaseMinorVersion);
  }

  @Override
  public int getJDBCMajorVersion() throws SQLException {
    return answer(DatabaseMetaData::getJDBCMajorVersion);
  }

  @Override
  public int getJDBCMinorVersion() throws SQLException {
    return answer(DatabaseMetaData::getJDBCMinorVersion);
  }

  @Override
  public int getSQLStateType() throws SQLException {
    return answer(DatabaseMetaData::getSQLStateType);
  }

  @Override
  public boolean locatorsUpdateCopy() throws SQLException {
    return answer(DatabaseMetaData::locatorsUpdateCopy);
  }

  @Override
  public boolean supportsStatementPooling() throws SQLException {
    return answer(DatabaseMetaData::supportsStatementPooling);
  }

  @Override
  public RowIdLifetime getRowIdLifetime() throws SQLException {
    return answer(DatabaseMetaData::getRowIdLifetime);
  }

  @Override
  public ResultSet getSchemas(String catalog, String schemaPattern) throws SQLException {
    return rows(raw -> raw.getSchemas(catalog, schemaPattern));
  }

  @Override
  public boolean supportsStoredFunctionsUsingCallSyntax() throws SQLException {
    return answer(DatabaseMetaData::supportsStoredFunctionsUsingCallSyntax);
  }

  @Override
  public boolean autoCommitFailureClosesAllResultSets() throws SQLException {
    return answer(DatabaseMetaData::autoCommitFailureClosesAllResultSets);
  }

  @Override
  public ResultSet getClientInfoProperties() throws SQLException {
    return rows(DatabaseMetaData::getClientInfoProperties);
  }

  @Override
  public ResultSet getFunctions(String catalog, String schemaPattern, String functionNamePattern)
      throws SQLException {
    return rows(raw -> raw.getFunctions(catalog, schemaPattern, functionNamePattern));
  }

  @Override
  public ResultSet getFunctionColumns(
      String catalog, String schemaPattern, String functionNamePattern, String columnNamePattern)
      throws SQLException {
    return rows(raw ->
        raw.getFunctionColumns(catalog, schemaPattern, functionNamePattern, columnNamePattern));
  }

  @Override
  public ResultSet getPseudoColumns(
      String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
      throws SQLException {
    return rows(
        raw -> raw.getPseudoColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
  }

  @Override
  public boolean generatedKeyAlwaysReturned() throws SQLException {
    return answer(DatabaseMetaData::generatedKeyAlwaysReturned);
  }

  @Override
  public long getMaxLogicalLobSize() throws SQLException {
    return answer(DatabaseMetaData::getMaxLogicalLobSize);
  }

  @Override
  public boolean supportsRefCursors() throws SQLException {
    return answer(DatabaseMetaData::supportsRefCursors);
  }

  @Override
  public boolean supportsSharding() throws SQLException {
    return answer(DatabaseMetaData::supportsSharding);
  }
}
