/** What an image's name says. */
export interface ImageReference {
  /** Host of the registry, Docker Hub's where none is written. */
  readonly registry: string;
  /** Path in the registry, as it is written: `library/` is not added. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…`. */
  readonly digest?: string;
}

/** Host of images whose names have none. */
export const dockerHub = "docker.io";

/** Splits an image's name by Docker's reference grammar: the first part is a host if it has a dot, a port, or is localhost. */
export function parseImage(image: string): ImageReference {
  const [named = "", digest] = image.split("@");
  const slash = named.indexOf("/");
  const first = named.slice(0, Math.max(0, slash));
  const hasHost = slash > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = hasHost ? named.slice(slash + 1) : named;
  const colon = path.lastIndexOf(":");
  const hasTag = colon > path.lastIndexOf("/");
  return {
    registry: hasHost ? first : dockerHub,
    repository: hasTag ? path.slice(0, colon) : path,
    ...(hasTag ? { tag: path.slice(colon + 1) } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}
