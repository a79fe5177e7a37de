-- CreateEnum
CREATE TYPE "Genre" AS ENUM ('NOVEL', 'POEM');

-- CreateTable
CREATE TABLE "Book" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "genre" "Genre" NOT NULL DEFAULT 'NOVEL',

    CONSTRAINT "Book_pkey" PRIMARY KEY ("id")
);
