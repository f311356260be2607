/** Letters to insert, delete, change or swap with a neighbour to get from one word to the other. */
export function editDistance(from: string, to: string): number {
  const rows: number[][] = [];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 0; row <= from.length; row += 1) {
    const current: number[] = [];
    rows.push(current);
    for (let column = 0; column <= to.length; column += 1) {
      if (row === 0 || column === 0) {
        current.push(row + column);
        continue;
      }
      const changed = from[row - 1] === to[column - 1] ? 0 : 1;
      let best = Math.min(
        cell(row - 1, column) + 1,
        cell(row, column - 1) + 1,
        cell(row - 1, column - 1) + changed,
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      if (swapped) best = Math.min(best, cell(row - 2, column - 2) + 1);
      current.push(best);
    }
  }
  return cell(from.length, to.length);
}

/**
 * The candidate that a person most likely meant, or undefined when none is close: at most 2 edits away, or a third
 * of the word in a long one, without regard to capitals. The first of equals wins.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lowered = word.toLowerCase();
  // Nobody mistypes a key of 200 letters, and the table grows with the square of the length.
  if (lowered.length > 200) return undefined;
  const limit = Math.min(Math.max(2, Math.floor(word.length / 3)), word.length - 1);
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = editDistance(lowered, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
