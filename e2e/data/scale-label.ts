// The barcode that the demo shop's scale prints: `21 PPPPP WWWWW C`, the item's number and the grams.

export function scaleLabel(sku: string, grams: number): string {
  const digits = `21${sku.padStart(5, '0')}${String(grams).padStart(5, '0')}`;
  return digits + checkDigit(digits);
}

/** GS1: weights 3 and 1 alternate from the right, the sum with the check digit is a multiple of ten. */
function checkDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce((sum, digit, at) => sum + Number(digit) * (at % 2 ? 1 : 3), 0);
  return String((10 - (sum % 10)) % 10);
}
