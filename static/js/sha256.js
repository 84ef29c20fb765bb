// The SHA-256 of a text, as hex. Browsers offer it on secure pages only; on plain http it is reckoned here (FIPS 180-4),
// so that "Saved" means the same everywhere.
export async function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
    : reckon(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const PRIMES = Array.from({ length: 312 }, (_, n) => n).filter((n) => n > 1 && !hasDivisor(n));
const ROUND = PRIMES.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)));
const turn = (word, by) => (word >>> by) | (word << (32 - by));

function hasDivisor(number) {
  for (let by = 2; by * by <= number; by += 1) if (number % by === 0) return true;
  return false;
}

function fraction(root) {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

export function reckon(bytes) {
  const state = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  for (let at = 0; at < padded.length; at += 64) mix(state, view, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, at) => digest.setUint32(at * 4, word));
  return new Uint8Array(digest.buffer);
}

function mix(state, view, at) {
  const words = new Int32Array(64);
  for (let i = 0; i < 64; i += 1) words[i] = i < 16 ? view.getInt32(at + i * 4) : spread(words, i);
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
}

function spread(words, i) {
  const near = words[i - 15], far = words[i - 2];
  const low = turn(near, 7) ^ turn(near, 18) ^ (near >>> 3);
  const high = turn(far, 17) ^ turn(far, 19) ^ (far >>> 10);
  return words[i - 16] + low + words[i - 7] + high;
}
