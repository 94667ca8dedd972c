// Serves the library with an empty database in memory, prints its port, and stops when its standard input ends.
const cds = require("@sap/cds");
const express = require("express");

async function main() {
  const model = await cds.load("srv");
  cds.model = cds.compile.for.nodejs(model);
  cds.db = await cds.connect.to("db");
  await cds.deploy(model).to(cds.db);
  const app = express();
  await cds.serve("all").from(cds.model).in(app);
  await cds.emit("served", cds.services);
  const server = app.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
  process.stdin.on("end", () => process.exit()).resume();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
