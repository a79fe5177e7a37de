-- Alone in its script: a new enum value cannot be used in the transaction that adds it (SQLSTATE 55P04).
-- No down section: PostgreSQL cannot take an enum value away, and an unused one does no harm.
alter type book_format add value 'comic' before 'other';
