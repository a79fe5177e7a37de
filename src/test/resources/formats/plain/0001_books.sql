CREATE TABLE "book" ("id" serial PRIMARY KEY NOT NULL, "title" text);
--> statement-breakpoint
DO $$ BEGIN
 ALTER TABLE "book" ADD CONSTRAINT "book_title" UNIQUE ("title");
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
