/**
 * Starts PostgreSQL with durable commits, and NATS, for a program that is not a test. Prints their addresses as one
 * line of JSON and ends with its standard input.
 */
import { TestNats } from './nats'
import { PostgresServer } from './postgres'

await using postgres = await PostgresServer.start({ durable: true })
await using nats = await TestNats.start()
console.log(JSON.stringify({ databaseUrl: await postgres.createDatabase(), natsUrl: nats.url }))
for await (const _ of Bun.stdin.stream());
