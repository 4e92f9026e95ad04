// Prices carts by core, compiled to WebAssembly: the npm package as it is given out.

import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { Book } = await import(pathToFileURL(resolve(process.argv[2], 'pkg/full/node.js')));

for await (const text of createInterface({ input: process.stdin })) {
  const { cart, book, context } = JSON.parse(text);
  const compiled = new Book(book);
  const priced = compiled.price(cart, context);
  process.stdout.write(`${priced.toText()}\n`);
  priced.free();
  compiled.free();
}
