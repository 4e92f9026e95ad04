export * from "./titan_core.js";
