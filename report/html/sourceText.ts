import { markup, type Markup, type Part } from "./markup";

/** Addresses, pages of known hosts written without `https://`, and issues written as `owner/name#number`. */
const LINK =
  /https:\/\/[^\s;,<>"')]+|(?:github\.com|docs\.aws\.amazon\.com|aws\.amazon\.com|thingsboard\.io|kubernetes\.io)\/[^\s;,<>"')]+|\b[\w.-]+\/[\w.-]+#\d+/g;

/** The source of a figure, with a link to each page that it names. */
export function sourceText(source: string): Markup {
  const parts: Part[] = [];
  let end = 0;
  for (const match of source.matchAll(LINK)) {
    const found = match[0].replace(/[.:]+$/, "");
    parts.push(source.slice(end, match.index), link(found));
    end = match.index + found.length;
  }
  return markup`${parts}${source.slice(end)}`;
}

function link(found: string): Markup {
  return markup`<a href="${address(found)}" rel="noreferrer noopener">${found.replace(/^https:\/\//, "")}</a>`;
}

function address(found: string): string {
  if (found.startsWith("https://")) {
    return found;
  }
  const issue = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(found);
  return issue === null
    ? `https://${found}`
    : `https://github.com/${issue[1] ?? ""}/issues/${issue[2] ?? ""}`;
}
