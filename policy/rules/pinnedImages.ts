import { containersOf, isOfKubernetes, kindOf } from "../reading/pods";
import { resourcePolicy } from "../reading/policy";
import { at, entries, notKnown, shown } from "../reading/values";

const release = "kubernetes:helm.sh/v3:Release";

/** Objects that hold text or schemas, in which "image" means nothing. */
const withoutImages = ["ConfigMap", "Secret", "CustomResourceDefinition"];

/** A run must be repeatable: the same file, the same programs. */
export const pinnedImages = resourcePolicy({
  name: "pinned-images",
  description: "Every image has a tag or digest that stays what it is, and every chart a version.",
  judges: (type) => isOfKubernetes(type) && !withoutImages.includes(kindOf(type)),
  find: (resource) => [
    ...containersOf(resource)
      .filter(({ image, imageIsGiven }) => image === undefined && !imageIsGiven)
      .map(({ path }) => `${path} names no image.`),
    ...imagesIn(resource.properties).flatMap(({ path, image }) => {
      const fault = faultOf(image);
      return fault === undefined ? [] : [`${path} is ${shown(image)}, ${fault}.`];
    }),
    ...(resource.type === release ? chartFaults(resource.properties) : []),
  ],
});

interface Named {
  readonly path: string;
  readonly image: string;
}

/**
 * Whatever is called an image, in objects of operators too: `image`, CloudNativePG's `imageName`, cass-operator's
 * `serverImage` and their like. A chart writes an image as repository and tag.
 */
function imagesIn(value: unknown, path = ""): readonly Named[] {
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown, index) => imagesIn(each, `${path}[${index}]`));
  }
  return [...entries(value)].flatMap(([key, inner]) => {
    const here = path === "" ? key : `${path}.${key}`;
    if (!/^(image|imageName|.+Image)$/.test(key)) {
      return imagesIn(inner, here);
    }
    if (typeof inner === "string") {
      return [{ path: here, image: inner }];
    }
    const tag = at(inner, "tag");
    const reference = at(inner, "reference");
    return [
      ...(typeof tag === "string" || typeof tag === "number"
        ? [{ path: `${here}.tag`, image: `image:${tag}` }]
        : []),
      ...(typeof reference === "string" ? [{ path: `${here}.reference`, image: reference }] : []),
    ];
  });
}

/** Why an image can become another one; undefined when it cannot. */
function faultOf(image: string): string | undefined {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) {
    return undefined;
  }
  if (image.includes("@")) {
    return "which has no digest of sha256: name one, or a version";
  }
  // The part after the last slash: a colon before it belongs to the registry's port.
  const [, tag] = image.slice(image.lastIndexOf("/") + 1).split(":");
  if (tag === undefined || tag === "") {
    return "which has no tag and so means latest: name a version";
  }
  return /(^|-)latest($|-)/.test(tag)
    ? "which is whatever was pushed last: name a version"
    : undefined;
}

function chartFaults(properties: unknown): readonly string[] {
  const version = at(properties, "version");
  const isExact =
    version === notKnown ||
    (typeof version === "string" && /^v?\d+\.\d+\.\d+([-+]\S+)?$/.test(version));
  return isExact ? [] : [`The chart's version is ${shown(version)}: name one version.`];
}
