import pc from "picocolors";
import { remoteText } from "../checks/remote-text.ts";
import type { RollbackReport } from "../release/rollback/report.ts";
import type { RollbackTarget } from "../release/rollback/target.ts";
import type { Site } from "../release/site/site.ts";

interface Terminal {
  write(text: string): unknown;
}

/** 0 when users are back; what could not be recorded does not change that. */
export function exitCodeOf({ back, flagFailure, domain }: RollbackReport): 0 | 1 {
  const broken = domain && "status" in domain && domain.status >= 500;
  return back && !flagFailure && !broken ? 0 : 1;
}

/** The outcome to stdout; what needs somebody's attention to stderr. */
export function tellReport(
  report: RollbackReport,
  { stack, file, flag }: RollbackTarget,
  { stdout, stderr }: { readonly stdout: Terminal; readonly stderr: Terminal },
): void {
  const { from, to, already, serving, domain, done, left, pullRequest, journal, flagFailure } = report;
  if (already) {
    stdout.write(
      `${pc.green("✓")} Users have ${to} % already, and neither ${flag} nor ${file} asks for more: nothing to do.\n`,
    );
    return;
  }
  const had = from === null || from === to ? "" : ` (they had ${from} %)`;
  const what = serving ? `: production is ${serving.id}, https://${serving.url}` : "; there is no deployment";
  stdout.write(`${pc.green("✓")} Users have ${to} %${had}${what}\n`);
  if (domain && "status" in domain && domain.status < 500)
    stdout.write(`${pc.green("✓")} https://${domain.name} answers ${domain.status}\n`);
  for (const line of done) stdout.write(`${pc.green("✓")} ${line}\n`);

  const warn = (line: string) => stderr.write(`${pc.yellow("!")} ${line}\n`);
  if (domain && "status" in domain && domain.status >= 500)
    warn(`https://${domain.name} answers ${domain.status}: look at it now`);
  if (domain && "unreachable" in domain)
    warn(`https://${domain.name} could not be asked from here (${domain.unreachable}); Vercel says that it is right`);
  if (flagFailure)
    warn(
      `${flag} could not be set to ${to}: ${flagFailure}\n  set it in Vercel's dashboard, or the next build by hand brings more users back`,
    );
  for (const line of left) warn(`not done: ${line}`);
  if (journal)
    stderr.write(
      `  written down in ${relative(journal)}; the next rollback, checkpoint, hold or complaint command tries again\n`,
    );
  if (left.some((line) => line.startsWith("the pull request")))
    stderr.write(
      `  by hand: pulumi config set --path cutover:rollout.percent ${to} --stack ${stack}, and commit ${file}\n`,
    );
  stdout.write(
    `Next: ${pullRequest ? `merge ${remoteText(pullRequest)}` : `see that ${file} in Git says ${to}`}; and before the next promotion:\n`,
  );
  stdout.write(`  npx cutover rollback explain --stack ${stack} --cause "…" --fix "…"\n`);
}

/** After Ctrl-C: what Vercel says, which is what counts. */
export async function tellTruth(site: Site, target: RollbackTarget, to: number, stderr: Terminal): Promise<void> {
  const { flag, stack } = target;
  stderr.write(`${pc.yellow("Interrupted.")} What is so now:\n`);
  try {
    const { production, flag: set, hold } = await site.reality(AbortSignal.timeout(10_000));
    const mark = (done: boolean) => (done ? pc.green("✓ done:    ") : pc.red("✗ not done:"));
    const percent = production?.percent;
    stderr.write(
      `  ${mark(set?.value === `${to}` && hold !== undefined)} ${flag} is ${set?.value ?? "not readable"}${hold ? ", held" : ""}\n`,
    );
    stderr.write(
      `  ${mark(percent === to)} users have ${percent === undefined ? "an unknown percent" : `${percent} %`} (${production?.id ?? "no deployment"})\n`,
    );
  } catch {
    stderr.write("  nobody knows: Vercel does not answer\n");
  }
  stderr.write(`  ${pc.red("✗ not done:")} the record of it, and the pull request\n`);
  stderr.write(`Run it again; it goes on where it stopped: npx cutover rollback --stack ${stack} --to ${to}\n`);
}

/** What a person can do where this command cannot. */
export const byHand = ({ flag, frontend }: RollbackTarget, to: number): string =>
  `${pc.red("Users are not back.")} Run it again, or do it in Vercel's dashboard, project ${frontend}:\n` +
  `  1. Settings → Environment Variables: ${flag} = ${to}, Production\n` +
  `  2. Deployments: promote a deployment that was built with ${flag}=${to}, or redeploy the current one\n`;

const relative = (path: string) => path.slice(Math.max(0, path.indexOf(".cutover")));
