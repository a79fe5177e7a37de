INSERT INTO "book" ("title") VALUES ('a');
BEGIN TRANSACTION;
UPDATE "book" SET "title" = 'b';
COMMIT;
CREATE INDEX CONCURRENTLY "book_lower" ON "book" (lower("title"));
