import { digestOf } from "./digest.ts";
import { Locator, type Region } from "./locate.ts";
import type { Report, ToldFinding } from "./report.ts";
import { type RuleCard, ruleCards } from "./rule-card.ts";
import { rulePage } from "./rules-reference.ts";

/** What GitHub makes of a severity: 9 and above is critical, 7 high, 4 medium. */
const SCORES = { critical: "9.5", high: "8.0", medium: "5.0", low: "2.0" } as const;

const WHOLE_FILE: Region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/**
 * A report in the Static Analysis Results Interchange Format, for GitHub's code scanning and others that read it. Each
 * finding stands on its line of the stack's file; an exempted one is told as suppressed.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(report: Report, version: string): object {
  const locator = report.file && new Locator(report.file);
  const regionOf = ({ at }: ToldFinding) => (at === undefined ? undefined : locator?.regionOf(at)) ?? WHOLE_FILE;
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "cutover", semanticVersion: version, rules: ruleCards.map(descriptor) } },
        automationDetails: { id: `cutover/policy/${report.stack}/` },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            toolExecutionNotifications: report.errors.map((text) => ({ level: "error", message: { text } })),
          },
        ],
        results: report.findings.map((finding) => result(finding, regionOf(finding), report)),
      },
    ],
  };
}

function descriptor(card: RuleCard): object {
  const { name, group, description, reason, severity, level, neverExempt, requirements, pages } = card;
  const [helpUri] = pages;
  return {
    id: name,
    shortDescription: { text: description },
    fullDescription: { text: reason },
    ...(helpUri ? { helpUri } : {}),
    help: { text: `${description}\n${reason}`, markdown: rulePage(card) },
    defaultConfiguration: { level: levelOf(level) },
    properties: {
      tags: [group, ...requirements, ...(neverExempt ? ["security"] : [])],
      // GitHub files what has a score under security, and the rest under quality.
      ...(neverExempt ? { "security-severity": SCORES[severity] } : {}),
      precision: "very-high",
    },
  };
}

function result(finding: ToldFinding, region: Region, { file }: Report): object {
  const { rule, level, message, fix, at, urn, exempted } = finding;
  const index = ruleCards.findIndex(({ name }) => name === rule);
  return {
    ruleId: rule,
    ...(index >= 0 ? { ruleIndex: index } : {}),
    level: levelOf(level),
    message: { text: `${message}\nfix: ${fix}` },
    locations: [
      {
        ...(file ? { physicalLocation: { artifactLocation: { uri: file.name, uriBaseId: "%SRCROOT%" }, region } } : {}),
        ...(urn ? { logicalLocations: [{ fullyQualifiedName: urn, kind: "resource" }] } : {}),
      },
    ],
    partialFingerprints: { "cutoverFinding/v1": digestOf([rule, urn ?? "", at ?? "", message]) },
    suppressions: exempted ? [{ kind: "external", status: "accepted", justification: exempted }] : [],
  };
}

const levelOf = (level: ToldFinding["level"]): string => (level === "mandatory" ? "error" : "warning");
