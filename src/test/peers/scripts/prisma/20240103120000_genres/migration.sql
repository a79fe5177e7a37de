-- AlterEnum
BEGIN;
CREATE TYPE "Genre_new" AS ENUM ('NOVEL', 'ESSAY');
ALTER TABLE "Book" ALTER COLUMN "genre" DROP DEFAULT;
ALTER TABLE "Book" ALTER COLUMN "genre" TYPE "Genre_new" USING ("genre"::text::"Genre_new");
ALTER TYPE "Genre" RENAME TO "Genre_old";
ALTER TYPE "Genre_new" RENAME TO "Genre";
DROP TYPE "Genre_old";
COMMIT;
