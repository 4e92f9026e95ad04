// Who prices, and that all come to the same.
import { bookOf, cartOf } from "./documents.js";

/** The sides that run in Node and in a browser alike. */
export const sidesOf = (core, plain, lines, promotions) => {
  const book = new core.Book(bookOf(promotions));
  const cart = cartOf(lines);
  const text = JSON.stringify(cart);
  const open = new core.OpenCart(book, cart);
  const free = new core.Book(bookOf(promotions.filter(({ kind }) => kind !== "opct" && kind !== "ofix")));
  const loose = new core.OpenCart(free, cart);
  const middle = Math.floor(lines.length / 2) + 1;
  let odd = false;
  const change = (of) => () => {
    odd = !odd;
    of.setQuantity(middle, odd ? "7" : "8");
    return of.total;
  };
  const tied = new core.OpenCart(book, cart);
  const net = ({ net, total }) => ({ net, tax: total - net });
  const fromText = () => {
    const priced = book.price(text);
    const sums = net(priced);
    priced.free();
    return sums;
  };
  const sides = [
    {
      name: "titan, kept cart, priced whole",
      same: true,
      run: () => {
        open.reprice();
        return net(open);
      },
    },
    { name: "titan, cart from JSON text", same: true, run: fromText },
    { name: "titan, one line changed", run: change(tied) },
    { name: "titan, one line changed, no order promotions", run: change(loose) },
  ];
  if (plain) {
    const generic = (engine) => () => plain.priceGeneric(lines, promotions, plain.engines[engine]);
    sides.push({ name: "integer loop in JavaScript", same: true, run: generic("int") });
    sides.push({ name: "decimal.js", same: true, run: generic("decimal") });
  }
  return sides;
};

/** Fails unless all sides that price the same cart come to the same cents. */
export const agree = (sides) => {
  const [first, ...others] = sides.filter(({ same }) => same).map(({ name, run }) => ({ name, ...run() }));
  for (const other of others) {
    if (other.net !== first.net || other.tax !== first.tax) {
      throw new Error(`${first.name}: ${first.net} + ${first.tax}, ${other.name}: ${other.net} + ${other.tax}`);
    }
  }
  return first;
};
