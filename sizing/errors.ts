/** One thing that is wrong with what a person wrote. */
export interface Problem {
  /** Where: keys from the top joined by dots, list entries in brackets, such as `cluster.zones[1]`. */
  readonly path: string;
  /** What stands there, shortened to one line. */
  readonly given: string;
  /** What may stand there. */
  readonly allowed: string;
  /** What to do, where that is more than writing something allowed. */
  readonly hint?: string;
  /** Line of the file, counted from 1, where the problem was found in a text. */
  readonly line?: number;
}

const columns = 80;

/** Breaks a text at blanks so that lines keep within 80 columns; a longer word stays whole. */
export function wrapped(text: string, firstIndent: string, indent: string): string {
  const lines: string[] = [];
  let line = firstIndent;
  let empty = true;
  for (const word of text.split(" ")) {
    if (!empty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join("\n");
}

function problemText(problem: Problem): string {
  const place = problem.line === undefined ? "" : `line ${problem.line}, `;
  const text = wrapped(
    `${place}${problem.path}: given ${problem.given}, allowed ${problem.allowed}`,
    "  ",
    "    ",
  );
  return problem.hint === undefined ? text : `${text}\n${wrapped(problem.hint, "    ", "    ")}`;
}

/**
 * What a person wrote cannot be used. The message is meant for that person and names every problem at once.
 * There is no stack trace: the mistake is in the input, not in the program.
 */
export class InputError extends Error {
  override readonly name: string = "InputError";
  readonly problems: readonly Problem[];

  /** `subject` says what was read, such as "the sizing" or the name of a file. */
  constructor(subject: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super([`${count} in ${subject}:`, ...problems.map(problemText)].join("\n"));
    this.problems = problems;
    this.stack = this.message;
  }
}

/** A sizing or an account that cannot be used, with every problem in it. */
export class SizingError extends InputError {
  override readonly name = "SizingError";
}

/** A stack file that cannot be read, or that Pulumi and this project would read differently. */
export class StackFileError extends InputError {
  override readonly name = "StackFileError";
}
