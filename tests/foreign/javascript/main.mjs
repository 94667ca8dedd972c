// Runs every scenario against the emulator whose URL is the first argument, and prints one row for each.
import { scenarios } from "./scenarios.mjs";

const emulator = new URL(process.argv[2]);
const send = globalThis.fetch;

// The SDK adds its token only to requests for Graph's hosts. Redirecting the requests below the SDK leaves its own middleware in place.
globalThis.fetch = (target, options) => {
    const url = new URL(typeof target === "string" ? target : target.url);
    if (url.origin !== "https://graph.microsoft.com") {
        throw new Error(`the SDK sent a request to ${url.origin}`);
    }
    return send(new URL(url.pathname + url.search, emulator), options ?? target);
};

let failed = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
    try {
        await scenario();
        console.log(`passed  ${name}`);
    } catch (error) {
        failed += 1;
        console.log(`failed  ${name}: ${String(error?.message || error?.body || error).replaceAll(/\s+/g, " ")}`);
    }
}
process.exitCode = failed === 0 ? 0 : 1;
