/** The code by which somebody comes back to their own answer: made on the phone, as parts/return_code.py reads it. */

const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // no 0/O, no 1/I: people copy it by hand

/** «K7PM-4XQ2» */
export function newCode() {
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => LETTERS[byte % LETTERS.length]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
