import { text } from "./text.ts";

/** The hosts of Git repositories that both Render and Vercel build from, each with Vercel's name for it. */
export const gitHosts = { "github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket" } as const;

const NAME = "[A-Za-z0-9._-]+";

/** The address of a Git repository; only GitLab has groups within groups. A `.git` at its end changes nothing. */
export const repository = text(
  new RegExp(`^https://(?:(?:github\\.com|bitbucket\\.org)/${NAME}|gitlab\\.com(?:/${NAME})+)/${NAME}$`),
  {
    expected: `https://HOST/OWNER/NAME without credentials, HOST one of ${Object.keys(gitHosts).join(", ")}`,
    description: "The Git repository that Render and Vercel build",
    examples: ["https://github.com/acme-brains/twin-brains"],
    rewrite: asHttps,
  },
);

/** `git@github.com:acme/app`, `ssh://…`, `http://…` and `github.com/acme/app` are the same repository. */
function asHttps(written: string): string {
  const [, rest = written] = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?(.*)$/i.exec(written) ?? [];
  const [host = "", ...names] = rest.split(/[/:]+/).filter((part) => !/^\d*$/.test(part));
  return `https://${[host.toLowerCase().replace(/^www\./, ""), ...names].join("/")}`;
}
