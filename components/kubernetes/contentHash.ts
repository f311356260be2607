import { createHash } from "node:crypto";

/**
 * `<name>-<hash of the content>`: an object whose content changes gets another name, so that exactly the pods that
 * read it are rolled, and a pod never reads the new content by half.
 */
export function hashedName(name: string, content: unknown): string {
  const digest = createHash("sha256")
    .update(JSON.stringify(sorted(content)))
    .digest("hex");
  return `${name}-${digest.slice(0, 10)}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  }
  return value;
}
