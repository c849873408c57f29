// Listens to a bar with the official JavaScript client, as the design of the product does: `node listen.mjs '{"url": …}'`.
// It prints one JSON object a line; the word `leave` on standard input ends the channel and the program.

import { createRequire } from "node:module"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"

const asked = JSON.parse(process.argv[2])
const here = createRequire(pathToFileURL(`${asked.modules}/`))
const { RealtimeClient } = here("@supabase/realtime-js")
const say = (event, said = {}) => console.log(JSON.stringify({ event, ...said }))

const client = new RealtimeClient(`${asked.url}/realtime/v1`, {
  params: { apikey: asked.key },
  transport: here("ws"),
  vsn: asked.version,
  accessToken: async () => asked.token,
})
const isPrivate = asked.way !== "changes"
const channel = client.channel(`stock:${asked.bar}`, { config: { private: isPrivate } })
if (asked.way !== "broadcast") {
  const wanted = { event: "UPDATE", schema: "public", table: "bar_products", filter: `bar_id=eq.${asked.bar}` }
  channel.on("postgres_changes", wanted, (change) =>
    say("change", { id: change.new.id, rev: change.new.rev, stock: change.new.stock, old: change.old, errors: change.errors }),
  )
}
if (isPrivate) {
  channel.on("broadcast", { event: "stock" }, ({ payload }) => say("told", { from: payload.from, rev: payload.rev }))
}
channel.on("system", {}, ({ status, message }) => say("system", { status, message }))
channel.subscribe((status, problem) => say("status", { status, problem: problem ? String(problem.message) : null }))

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "leave") {
    say("left", { answer: await channel.unsubscribe() })
    break
  }
}
await client.disconnect()
process.exit(0)
