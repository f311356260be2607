import { dockerHub, parseImage } from "../../planning/imageReference";
import { ask, failureOf, refusalOf, type Answer, type AskOptions } from "./answer";

/**
 * Manifests that an image may be described by (Docker image manifest v2, OCI image specification 1.1). A registry that
 * is not told of the indexes answers 404 for an image of several architectures.
 */
const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Docker Hub's registry has a host of its own; one on this machine speaks plain HTTP, as for Docker itself. */
export function registryUrl(host: string): string {
  if (host === dockerHub || host === "index.docker.io") {
    return "https://registry-1.docker.io";
  }
  return isLoopback(host) ? `http://${host}` : `https://${host}`;
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3})(:\d+)?$/.test(host);
}

/** Docker Hub keeps the official images under `library/`. */
function pathOf(registry: string, repository: string): string {
  return registry === dockerHub && !repository.includes("/") ? `library/${repository}` : repository;
}

/**
 * Asks an image's registry for its manifest (HTTP API v2), as somebody without a login: where the registry wants a
 * token, with the one that its token service gives to anybody. No credential of this machine is read or sent.
 */
export async function askRegistry(image: string, options: AskOptions = {}): Promise<Answer> {
  const { registry, repository, tag = "latest", digest } = parseImage(image);
  const path = pathOf(registry, repository);
  const base = (options.urlOf ?? registryUrl)(registry);
  const url = `${base}/v2/${path}/manifests/${digest ?? tag}`;
  const first = await askManifest(url, options);
  if (!(first instanceof Response)) {
    return first;
  }
  const challenge = first.headers.get("www-authenticate");
  if (first.status !== 401 || challenge === null) {
    return answerOf(first, url);
  }
  const token = await askToken(challenge, path, url, options);
  if (typeof token !== "string") {
    return token;
  }
  const second = await askManifest(url, options, token);
  return second instanceof Response ? answerOf(second, url) : second;
}

function askManifest(url: string, options: AskOptions, token?: string) {
  const headers = {
    accept: manifestTypes,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return ask(url, options, { method: "HEAD", headers });
}

function answerOf(response: Response, url: string): Answer {
  if (response.status === 404) {
    return { status: "missing" };
  }
  if (response.status !== 200) {
    return refusalOf(response.status, url);
  }
  const digest = response.headers.get("docker-content-digest");
  return { status: "exists", ...(digest === null ? {} : { digest }) };
}

/** Values of `Bearer realm="…",service="…",scope="…"`. */
function challengeOf(header: string): ReadonlyMap<string, string> {
  const pairs = [...header.matchAll(/(\w+)="([^"]*)"/g)];
  return new Map(pairs.map(([, key = "", value = ""]) => [key.toLowerCase(), value]));
}

/** The anonymous token that a challenge points at, or why there is none. */
async function askToken(
  header: string,
  path: string,
  url: string,
  options: AskOptions,
): Promise<string | Answer> {
  const challenge = challengeOf(header);
  const realm = challenge.get("realm");
  if (!/^bearer /i.test(header) || realm === undefined || !isTrusted(realm, url)) {
    return refusalOf(401, url);
  }
  const tokenUrl = new URL(realm);
  const service = challenge.get("service");
  if (service !== undefined) {
    tokenUrl.searchParams.set("service", service);
  }
  tokenUrl.searchParams.set("scope", challenge.get("scope") ?? `repository:${path}:pull`);
  const response = await ask(tokenUrl.href, options);
  if (!(response instanceof Response)) {
    return response;
  }
  if (response.status !== 200) {
    return refusalOf(response.status, tokenUrl.href);
  }
  try {
    return tokenOf(await response.json()) ?? refusalOf(401, url);
  } catch (error) {
    return { status: "unknown", reason: failureOf(error, tokenUrl.href, options.timeoutMs) };
  }
}

/** A token service is asked over TLS, or on this machine by a registry on this machine. */
function isTrusted(realm: string, url: string): boolean {
  if (!URL.canParse(realm)) {
    return false;
  }
  const { protocol, host } = new URL(realm);
  return protocol === "https:" || (isLoopback(host) && isLoopback(new URL(url).host));
}

function tokenOf(body: unknown): string | undefined {
  const field = (name: string): unknown =>
    typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  const token = field("token") ?? field("access_token");
  return typeof token === "string" ? token : undefined;
}
