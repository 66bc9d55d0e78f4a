/**
 * What version 7 of the tables added: which journal it is, and the chain. Each row of every other table
 * has one place of the chain, in the order in which they came: `row_of` its table, `key` its primary key
 * as a JSON list, `hash` as `chainHash` makes it. The first place is the journal's own row; the
 * `older_rows` behind it were there before there was a chain.
 */
export const CHAIN_TABLES = `
CREATE TABLE journal_id (
  journal TEXT NOT NULL PRIMARY KEY,
  made_at TEXT NOT NULL,
  older_rows INTEGER NOT NULL
) STRICT;

CREATE TABLE chain (
  place INTEGER PRIMARY KEY,
  row_of TEXT NOT NULL,
  key TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (row_of, key)
) STRICT;
`;

/** What makes a row of each table one that is there already. */
export const CHAIN_KEYS: Readonly<Record<string, string>> = {
  // There is one journal in a file.
  journal_id: "TRUE",
  chain: "place = NEW.place OR (row_of = NEW.row_of AND key = NEW.key)",
};

/** The version of the tables that brought them. */
export const CHAIN_SINCE = 7;

/** The table that has no place in the chain: the chain. */
export const CHAIN_ITSELF = "chain";
