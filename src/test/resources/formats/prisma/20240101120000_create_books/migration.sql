-- CreateEnum
CREATE TYPE "Genre" AS ENUM ('POEM', 'NOVEL', 'OTHER');

-- CreateTable
CREATE TABLE "Book" ("id" SERIAL NOT NULL, "genre" "Genre" NOT NULL, CONSTRAINT "Book_pkey" PRIMARY KEY ("id"));
