// Prisma with its engine in WebAssembly, as the one that it downloads is no npm package
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { defineConfig } from 'prisma/config'

// The adapter knows no columns of the type name, for which the engine asks
const NAME = 19
const TEXT = 25
const addFields = pg.Result.prototype.addFields
pg.Result.prototype.addFields = function (fields) {
  fields.filter((field) => field.dataTypeID === NAME).forEach((field) => (field.dataTypeID = TEXT))
  addFields.call(this, fields)
}

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: process.env.PRISMA_MIGRATIONS },
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => new PrismaPg({ connectionString: process.env.DATABASE_URL, allowExitOnIdle: true }),
})
