import { at, entries, notKnown, parsed } from "./values";

/** A statement of an IAM document. */
export interface Statement {
  readonly allows: boolean;
  readonly actions: readonly unknown[];
  readonly resources: readonly unknown[];
  /** Whether it allows all but what it names. */
  readonly isInverse: boolean;
  readonly principals: readonly unknown[];
  /** As it stands in the document. */
  readonly written: unknown;
}

/** The statements of a document, as JSON or as a mapping; none where it is unknown. */
export function statementsOf(document: unknown): readonly Statement[] {
  const stated = at(parsed(document), "Statement");
  return list(stated).map((statement) => ({
    allows: at(statement, "Effect") === "Allow",
    actions: list(at(statement, "Action")),
    resources: list(at(statement, "Resource")),
    isInverse:
      at(statement, "NotAction") !== undefined || at(statement, "NotResource") !== undefined,
    principals: principalsOf(at(statement, "Principal")),
    written: statement,
  }));
}

/** `"*"`, or lists by kind such as `{"AWS": "*"}`. */
function principalsOf(principal: unknown): readonly unknown[] {
  return typeof principal === "string"
    ? [principal]
    : [...entries(principal).values()].flatMap(list);
}

/** IAM takes one thing for a list of one. */
function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === notKnown) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}
