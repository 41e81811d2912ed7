import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { previewDoors } from "../subjects/preview-doors.ts";
import { known } from "../unknown.ts";

/** A preview is a version that nobody has released, with the address in every pull request (S1.2). */
export const requirePreviewProtection = rule({
  name: "require-preview-protection",
  description: "Only members of the team can open the previews of the production project.",
  reason:
    "A preview has an address that search engines and whoever reads a pull request can find. It shows what is not released, may be built with a sign-in that lets everybody in for browser tests, and talks to a real backend. Vercel's default protects it, but one click in the dashboard ends that unless the stack says so.",
  pages: [
    "https://vercel.com/docs/deployment-protection",
    "https://vercel.com/docs/deployment-protection/methods-to-protect-deployments/vercel-authentication",
  ],
  requirements: ["S1.2", "S1.3"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: previewDoors,

  judge({ name, closed, authentication, forksAsk }, stack, violation) {
    if (!stack.production) return;
    if (!known(forksAsk, "gitForkProtection"))
      violation(
        `${name}: pull requests from forks are built without being asked for, with the project's variables; expected gitForkProtection`,
        `take gitForkProtection: false out of ${name}: Vercel then asks a member of the team first`,
      );
    if (known(closed, "vercelAuthentication")) return;
    const found =
      authentication === null
        ? "nothing says who may open its previews"
        : `everybody may open its previews, since its Vercel Authentication is ${show(String(authentication))}`;
    violation(
      `${name}: ${found}; expected standard protection`,
      setKey(stack, "cutover:frontend.previewProtection", "standard"),
      "cutover:frontend.previewProtection",
    );
  },
});
