// How words are counted: classroom/submissions/words.py says the same, and one table of cases holds both to it.
// A word, from its first letter or digit on.
const WORD = /[\p{L}\p{N}][^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u2014\u2015]*/gu;

export function countWords(text) {
  return text.match(WORD)?.length ?? 0;
}
