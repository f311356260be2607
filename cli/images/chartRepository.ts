import { parse } from "yaml";
import { z } from "zod";
import type { ChartPlan } from "../../planning/types";
import { ask, failureOf, refusalOf, type Answer, type AskOptions } from "./answer";
import { askRegistry } from "./registry";

/** What is read of a repository's `index.yaml` (Helm, "The Chart Repository Guide"). */
const indexSchema = z.object({
  entries: z.record(
    z.string(),
    z.array(z.object({ version: z.string(), digest: z.string().nullish() })),
  ),
});

const ociPrefix = "oci://";

/** Asks a chart's repository for the version: by its `index.yaml`, or where it is a registry by the manifest. */
export async function askChartRepository(
  { name, repository, version }: ChartPlan,
  options: AskOptions = {},
): Promise<Answer> {
  const base = repository.replace(/\/+$/, "");
  if (base.startsWith(ociPrefix)) {
    return askRegistry(`${base.slice(ociPrefix.length)}/${name}:${version}`, options);
  }
  const url = `${base}/index.yaml`;
  const response = await ask(url, options);
  if (!(response instanceof Response)) {
    return response;
  }
  if (response.status !== 200) {
    return refusalOf(response.status, url);
  }
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    return { status: "unknown", reason: failureOf(error, url, options.timeoutMs) };
  }
  return answerOf(text, name, version, url);
}

function answerOf(text: string, name: string, version: string, url: string): Answer {
  const index = indexSchema.safeParse(parsed(text));
  if (!index.success) {
    return { status: "unknown", reason: `${url} is no index of a chart repository` };
  }
  const found = index.data.entries[name]?.find((each) => each.version === version);
  if (found === undefined) {
    return { status: "missing" };
  }
  const { digest } = found;
  return {
    status: "exists",
    ...(typeof digest === "string" ? { digest: digest.replace(/^(?!sha256:)/, "sha256:") } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
