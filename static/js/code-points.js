// Margin counts a text in code points; JavaScript counts UTF-16 units, in which an emoji is two.

// How many code points a string has.
export const codePoints = (text) => [...text].length;

// The text nodes of a paragraph that are the writer's own, in order: not the numbers that lead to comments.
const ownTexts = (paragraph) => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("[data-aside]")) texts.push(walker.currentNode);
  return texts;
};

// How far a point of the document (node and offset) lies into a paragraph, in code points of the paragraph's own text.
export const offsetWithin = (paragraph, node, offset) => {
  const point = document.createRange();
  point.setStart(node, offset);
  let count = 0;
  for (const text of ownTexts(paragraph)) {
    if (text === node) return count + codePoints(text.data.slice(0, offset));
    if (point.comparePoint(text, 0) >= 0) break;
    count += codePoints(text.data);
  }
  return count;
};

// The paragraph's own words between two places, counted in code points.
export const wordsWithin = (paragraph, start, end) =>
  [...ownTexts(paragraph).map((text) => text.data).join("")].slice(start, end).join("");
