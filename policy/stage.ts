import * as pulumi from "@pulumi/pulumi";
import { planStage } from "../planning";
import type { StagePlan } from "../planning/types";
import { InputError, parseAccount, parseDay, parseSizing, projectName } from "../sizing";

/** The stage that a stack's config describes, or why it describes none. */
export type ReadStage = StagePlan | { readonly unreadable: string };

/** Reads and plans a stage when the first rule asks for it, and once. */
export type StageReader = () => ReadStage;

/**
 * The stage of the stack that is previewed or updated. The CLI hands the stack's config to a pack as to a program, in
 * `PULUMI_CONFIG` (pulumi/pulumi, sdk/nodejs/cmd/pulumi-language-nodejs/main.go, RunPlugin), so that the pack plans from
 * the same values as the program, and with the same code.
 */
export function stageOfConfig(): StageReader {
  let known: ReadStage | undefined;
  return () => (known ??= readStage());
}

function readStage(): ReadStage {
  const config = new pulumi.Config(projectName);
  const day = config.get("day") ?? new Date().toISOString().slice(0, 10);
  try {
    return planStage(parseSizing(parseJson("sizing", config.get("sizing"))), {
      stack: pulumi.getStack(),
      account: parseAccount(parseJson("account", config.get("account"))),
      on: parseDay(day, "config value day"),
    });
  } catch (error) {
    if (error instanceof InputError) {
      return { unreadable: error.message };
    }
    throw error;
  }
}

function parseJson(key: string, text: string | undefined): unknown {
  if (text === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError("the stack's config", [
      { path: key, given: "a text that is no JSON", allowed: "a mapping" },
    ]);
  }
}
