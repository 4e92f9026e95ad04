// In Node the module is read from the disk, at once.
import { readFileSync } from "node:fs";
import { initSync } from "./titan_core.js";

initSync({ module: readFileSync(new URL("./titan_core_bg.wasm", import.meta.url)) });

export * from "./titan_core.js";
