// In a browser the module is fetched from beside this file; who imports it waits for that.
import init from "./titan_core.js";

await init();

export * from "./titan_core.js";
