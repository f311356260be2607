import { z } from "zod";
import { integer, text } from "./fields";

/** What the checks hold a stage to. */
export const checksSchema = z
  .strictObject({
    headroomPercent: integer(0, 90)
      .default(10)
      .describe(
        "Room that a figure keeps to its limit, in percent; less is a warning, except where a rule's formula says otherwise (docs/checks.md). Chosen: a tenth, as no figure here is known more exactly.",
      ),
    lostTransportNodes: integer(0, 50)
      .default(1)
      .describe(
        "Transport nodes that may be lost at once while all devices stay connected (seed, line 2274: one).",
      ),
    mustSurvive: z
      .array(z.enum(["node", "zone"]))
      .max(2)
      .default([])
      .describe(
        "What the stage must survive the loss of. A stage that does not is then refused, not warned about. Chosen: nothing, so losses are warned about.",
      ),
    trackedConnections: z
      .strictObject({
        cautious: integer(1_000, 10_000_000)
          .default(76_957)
          .describe(
            "Connections that EC2 surely tracks for one node: measured on an m7i-flex.large (github.com/meanii/millionws). AWS publishes no figure.",
          ),
        atMost: integer(1_000, 10_000_000)
          .default(100_000)
          .describe("Connections beyond which a node is refused (seed, line 2270: about 100,000)."),
      })
      .prefault({})
      .describe("What EC2 is believed to track. Set both to what `ethtool -S` shows of your type."),
    accept: z
      .array(
        z.strictObject({
          rule: text(
            /^[a-z]+\.[a-z][a-z-]*$/,
            "the name of a rule such as connections.tracking",
          ).describe("Rule whose findings are accepted, as docs/checks.md names it."),
          reason: text(
            /\S.{9}/,
            "a reason in ten characters or more, such as: held 90,000 connections for a day",
            10,
          ).describe("Why; printed with each finding."),
        }),
      )
      .default([])
      .describe(
        "Findings that the stage lives with. They are shown, and stop nothing. Chosen: none; each needs a reason.",
      ),
  })
  .prefault({});
