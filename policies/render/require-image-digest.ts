import { onStack, type StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { renderServices } from "../subjects/render-services.ts";
import { known, type Plain, Unknown } from "../unknown.ts";
import { keyOf } from "./service-key.ts";
import { textOf } from "./text-of.ts";

/** A tag is a name that its owner can give to another image at any time. */
export const requireImageDigest = rule({
  name: "require-image-digest",
  description:
    "A service in production that runs an image names it by its digest, so that what was tested is what runs.",
  reason:
    "A tag such as latest or 1.4 can be pushed again. Render then pulls other content at the next deploy, a rollback to the same tag brings nothing back, and whoever can push to the registry is in production.",
  pages: ["https://render.com/docs/deploying-an-image"],
  requirements: ["S0.5", "S0.9"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: renderServices,

  judge(service, stack, violation) {
    const path = stack.production ? pathOf(known(service.inputs.image ?? null, "image")) : undefined;
    if (path === undefined || DIGEST.test(path)) return;
    const key = `${keyOf(stack, service, "image")}.path`;
    violation(
      `${service.name}: the image is ${show(path)}, and a tag can be given to another image; expected …@sha256:… in production`,
      fixOf(stack, key, path.replace(/@.*$/, "")),
      key,
    );
  },
});

const DIGEST = /@(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** The image's name, undefined where there is no image. */
function pathOf(image: Plain): string | undefined {
  if (image === null || typeof image !== "object" || image instanceof Unknown || Array.isArray(image)) return undefined;
  const { path = null } = image as { readonly path?: Plain };
  return textOf(path, "image.path");
}

/** The command that asks the registry which image the tag means today, and writes that down. */
function fixOf(stack: StackFacts, key: string, tagged: string): string {
  if (!/^[\w./:-]+$/.test(tagged)) return `write the image's digest into ${key}`;
  const digest = `$(docker buildx imagetools inspect ${tagged} --format '{{.Manifest.Digest}}')`;
  return `pulumi config set --path ${key} "${tagged.replace(/:[^/:]*$/, "")}@${digest}"${onStack(stack)}`;
}
