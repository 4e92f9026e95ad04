// The carts and promotions come from the folder that TITAN_WORKLOAD names (workload.js, price_plain.js).
// Without it there is the same generator, but no integer loop to compare with: who runs it is told.
import { createRequire } from "node:module";
import { existsSync } from "node:fs";

import { generator } from "./documents.js";

const folder = process.env.TITAN_WORKLOAD;
const require = createRequire(import.meta.url);

export const isShared = Boolean(folder) && existsSync(`${folder}/workload.js`);
export const { makeCart, makePromos } = isShared ? require(`${folder}/workload.js`) : generator;
/** The plain loops: `priceGeneric(lines, promotions, engine)`; none without the shared folder. */
export const plain = isShared ? require(`${folder}/price_plain.js`) : undefined;
