"""The full text index itself: a table that each database makes in its own way.

SQLite: FTS5 over the three columns of words, kept in step by triggers. The
columns hold tokens joined by spaces; the tokenizer "ascii" only splits them
and leaves every other character alone; `prefix='1'` keeps the beginnings of one
character, by which a single one is found. A second table over titles alone
answers what stands in titles, without reading all texts for it. A later migration that makes SQLite
remake `search_document` must call `install` again: the triggers go with the
old table.

PostgreSQL: a column `lexemes` with all tokens, without places, and a GIN index.
Title tokens stand in it once more behind "^", keys behind "@", the spans of days
that the document lies in behind "#" (see `spans`), and every Chinese character
once by itself, for a word is found sooner than a beginning. Words of documents
without a day stand behind "<" or ">". Whether tokens
are neighbours is asked of the columns of words, which hold the stretches of
text joined by spaces: that is cheaper than places in a tsvector, and has no
limit of 16,383 of them.
"""

SQLITE_INSTALL = [
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(
         title_words, body_words, key_words,
         content='search_document', content_rowid='id', tokenize='ascii', prefix='1')""",
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_titles USING fts5(title_words, key_words,
         content='search_document', content_rowid='id', tokenize='ascii', prefix='1')""",
    """CREATE TRIGGER IF NOT EXISTS search_document_added AFTER INSERT ON search_document BEGIN
         INSERT INTO search_words(rowid, title_words, body_words, key_words)
         VALUES (new.id, new.title_words, new.body_words, new.key_words);
         INSERT INTO search_titles(rowid, title_words, key_words)
         VALUES (new.id, new.title_words, new.key_words); END""",
    """CREATE TRIGGER IF NOT EXISTS search_document_gone AFTER DELETE ON search_document BEGIN
         INSERT INTO search_words(search_words, rowid, title_words, body_words, key_words)
         VALUES ('delete', old.id, old.title_words, old.body_words, old.key_words);
         INSERT INTO search_titles(search_titles, rowid, title_words, key_words)
         VALUES ('delete', old.id, old.title_words, old.key_words); END""",
    """CREATE TRIGGER IF NOT EXISTS search_document_changed
         AFTER UPDATE OF title_words, body_words, key_words ON search_document BEGIN
         INSERT INTO search_words(search_words, rowid, title_words, body_words, key_words)
         VALUES ('delete', old.id, old.title_words, old.body_words, old.key_words);
         INSERT INTO search_titles(search_titles, rowid, title_words, key_words)
         VALUES ('delete', old.id, old.title_words, old.key_words);
         INSERT INTO search_words(rowid, title_words, body_words, key_words)
         VALUES (new.id, new.title_words, new.body_words, new.key_words);
         INSERT INTO search_titles(rowid, title_words, key_words)
         VALUES (new.id, new.title_words, new.key_words); END""",
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS search_document_added",
    "DROP TRIGGER IF EXISTS search_document_gone",
    "DROP TRIGGER IF EXISTS search_document_changed",
    "DROP TABLE IF EXISTS search_words",
    "DROP TABLE IF EXISTS search_titles",
]
POSTGRES_INSTALL = [
    "ALTER TABLE search_document ADD COLUMN IF NOT EXISTS lexemes tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX IF NOT EXISTS search_document_lexemes ON search_document USING gin (lexemes)",
]
POSTGRES_REMOVE = [
    "DROP INDEX IF EXISTS search_document_lexemes",
    "ALTER TABLE search_document DROP COLUMN IF EXISTS lexemes",
]


def install(connection) -> None:
    _run(connection, SQLITE_INSTALL if connection.vendor == "sqlite" else POSTGRES_INSTALL)


def remove(connection) -> None:
    _run(connection, SQLITE_REMOVE if connection.vendor == "sqlite" else POSTGRES_REMOVE)


def _run(connection, statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
