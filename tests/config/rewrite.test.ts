import { describe, expect, it } from "vitest";
import { faultsWith } from "./baseline.ts";

/** The command that fixes the only fault of such a configuration. */
function fixOf(path: string, value: unknown): string | undefined {
  const faults = faultsWith({ [path]: value });
  expect(faults).toHaveLength(1);
  return /fix: (.*)/.exec(faults[0] ?? "")?.[1];
}
const set = (path: string, value: string) => `pulumi config set --path ${path} ${value} --stack staging`;

describe("a text in another spelling is proposed in the one that works", () => {
  it.each([
    "git@github.com:acme/app",
    "ssh://git@github.com/acme/app",
    "ssh://git@github.com:22/acme/app",
    "http://github.com/acme/app",
    "https://GitHub.com/acme/app",
    "https://www.github.com/acme/app/",
    "github.com/acme/app",
    "https://bot:hunter2@github.com/acme/app",
  ])("repository %s", (written) => {
    expect(fixOf("app.repository", written)).toBe(set("cutover:app.repository", "https://github.com/acme/app"));
  });

  it.each(["./web", "web/", "./web/", "/web", " web"])("folder %j", (written) => {
    expect(fixOf("frontend.rootDirectory", written)).toBe(set("cutover:frontend.rootDirectory", "web"));
  });

  it.each(["App.example.com", "https://app.example.com/x", "app.example.com.", "app.example.com:443"])(
    "domain %s",
    (written) => {
      expect(fixOf("frontend.domains", [written])).toBe(set("'cutover:frontend.domains[0]'", "app.example.com"));
    },
  );

  it("a domain in other letters", () => {
    expect(fixOf("frontend.domains", ["bücher.example"])).toBe(
      set("'cutover:frontend.domains[0]'", "xn--bcher-kva.example"),
    );
  });

  it("an origin with a space before it", () => {
    expect(fixOf("origins", [" https://a.example"])).toBe(set("'cutover:origins[0]'", "https://a.example"));
  });
});

describe("a text that means nothing else", () => {
  it.each([".", "./", "/"])("the root is no folder of its own: %s", (written) => {
    expect(fixOf("frontend.rootDirectory", written)).toBe(
      "pulumi config rm --path cutover:frontend.rootDirectory --stack staging",
    );
  });

  it.each(["https://git.example.com/acme/app", "https://github.com/acme", "https://github.com/acme/app/tree/main"])(
    "repository %s that vendors cannot build is refused with an example",
    (written) => {
      expect(fixOf("app.repository", written)).toBe(
        set("cutover:app.repository", "https://github.com/acme-brains/twin-brains"),
      );
    },
  );

  it.each([
    { "app.repository": "https://gitlab.com/group/team/app" },
    { "app.repository": "https://bitbucket.org/acme/app.git" },
    { "frontend.domains": ["xn--e1afmkfd.xn--p1ai"] },
    { "services.api.rootDirectory": "apps/my api" },
  ])("%j is as good as any", (changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });
});
