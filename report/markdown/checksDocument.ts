import { checkFamilies, type Check, type CheckFamily } from "../../planning";

const families: Readonly<Record<CheckFamily, string>> = {
  connections:
    "Connections of the transport tier: what EC2 and Linux track, what the load balancer carries, and how sources spread.",
  generators: "Load generators: what one instance can hold, send and connect.",
  memory: "Heaps, sockets and caches against limits, and limits against nodes.",
  placement: "Every pod onto a node, with all nodes up and with one node or zone gone.",
  messages: "Queues, disks and networks against the message rate.",
  database: "Database connections: pools, pooler and PostgreSQL.",
  account: "Quotas, addresses, versions and images.",
};

/** `docs/checks.md`: every rule with its formula, its source, and how to mend what it finds. */
export function checksDocument(checks: readonly Check[]): string {
  return [
    "# Checks",
    "",
    "<!-- Written by `npm run docs` from planning/checks; do not edit. -->",
    "",
    "Every plan is held against these rules, on a laptop and without an account: by `npm start` and `npm run plan`, by",
    "`pulumi preview` and `pulumi up` before the first resource is registered, and by the policy pack.",
    "",
    "An **error** cannot work: the plan ends with status 1 and Pulumi stops. A **warning** works without the room that the",
    "sizing asks for (`checks.headroomPercent`), rests on a figure that nobody publishes, or fails only with a node or a",
    "zone lost; the last becomes an error where `checks.mustSurvive` names the node or the zone. An **info** is worth",
    "knowing. A stage may live with a finding by name and reason; it is still shown, and stops nothing. In its stage file:",
    "",
    "```yaml",
    "config:",
    "  thingsboard-scale:sizing:",
    "    checks:",
    "      accept:",
    "        - rule: placement.single-pod",
    "          reason: a test of two hours may lose its pooler once",
    "```",
    "",
    "What was measured is better stated than accepted: `trackedConnections: { cautious: 120000, atMost: 131000 }` beside",
    "`accept`, once `ethtool -S` has shown it. `mustSurvive: [node]` makes every finding about a lost node an error.",
    "",
    "`npm run plan -- million --explain connections.tracking` prints a rule's figures for a stage. *The seed* is the",
    "published test that this project re-creates; [seed-map.md](seed-map.md) has it item by item.",
    "",
    ...checkFamilies.flatMap((family) => familyLines(family, checks)),
  ].join("\n");
}

function familyLines(family: CheckFamily, checks: readonly Check[]): readonly string[] {
  const rules = checks.filter(({ rule }) => rule.startsWith(`${family}.`));
  return rules.length === 0
    ? []
    : [`## ${family}`, "", families[family], "", ...rules.flatMap(ruleLines)];
}

function ruleLines({ rule, title, formula, source, mend }: Check): readonly string[] {
  return [
    `### \`${rule}\``,
    "",
    title,
    "",
    `- **Formula**: ${formula}`,
    `- **Source**: ${source}`,
    `- **Mend**: ${mend}`,
    "",
  ];
}
