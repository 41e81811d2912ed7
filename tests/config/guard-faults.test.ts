import { describe, expect, it } from "vitest";
import { faultsWith } from "./baseline.ts";
import { at } from "./fixes.ts";

const exemption = { rule: "require-health-check", resource: "api", reason: "it is tried out", until: "2026-12-31" };
const incident = { reason: "imports are stuck", until: "2026-11-22T06:00:00Z" };
const windows = { timeZone: "Europe/Berlin", open: [{ days: ["monday"], from: "09:00", to: "16:00" }] };

/** What is broken → the one fault it makes: what, where, how to fix it. */
const table: [title: string, changes: Record<string, unknown>, what: string, where: string, value: string][] = [
  [
    "a level that there is not",
    { policy: { levels: { "require-health-check": "warn" } } },
    'policy.levels.require-health-check is "warn"; expected one of mandatory, advisory, disabled.',
    "policy.levels.require-health-check",
    "mandatory",
  ],
  [
    "an exemption whose reason says nothing",
    { policy: { exemptions: [{ ...exemption, reason: "later" }] } },
    'policy.exemptions[0].reason is "later"; expected a text of at least 10 characters.',
    "policy.exemptions[0].reason",
    "'the worker has no jobs over 10 s'",
  ],
  [
    "an exemption until a day that no month has",
    { policy: { exemptions: [{ ...exemption, until: "2026-02-30" }] } },
    'policy.exemptions[0].until is "2026-02-30"; expected a day, such as 2026-12-31.',
    "policy.exemptions[0].until",
    "2026-12-31",
  ],
  ...["2026-02-30T06:00:00Z", "2026-13-01", "2026-11-22T25:00Z", "tomorrow"].map((until): (typeof table)[number] => [
    `an incident until ${until}, which would be none`,
    { incident: { ...incident, until } },
    `incident.until is "${until}"; expected a time in UTC, such as 2026-11-22T06:00:00Z.`,
    "incident.until",
    "2026-11-22T06:00:00Z",
  ]),
  [
    "a time zone that there is not",
    { deployWindows: { ...windows, timeZone: "Berlin" } },
    'deployWindows.timeZone is "Berlin"; expected the name of a time zone, such as Europe/Berlin.',
    "deployWindows.timeZone",
    "Europe/Berlin",
  ],
  [
    "a proof that no policy knows",
    { releaseGates: [{ name: "backup", run: ["true"], proves: ["backups"] }] },
    'releaseGates[0].proves[0] is "backups"; expected one of backup, staging.',
    "releaseGates[0].proves[0]",
    "backup",
  ],
  [
    "a protection that there is not",
    { "frontend.previewProtection": "all" },
    'frontend.previewProtection is "all"; expected one of standard, previews, none.',
    "frontend.previewProtection",
    "standard",
  ],
];

describe("a fault of what guards a stack", () => {
  it.each(table)("%s", (_title, changes, what, where, value) => {
    expect(faultsWith(changes)).toEqual([
      `CONFIG_INVALID: ${what}\n  at Pulumi.staging.yaml → cutover:${where}\n  fix: ${at(where)} ${value} --stack staging`,
    ]);
  });

  it.each(["Etc/UTC", "UTC", "europe/berlin"])("is not the time zone %s", (timeZone) => {
    expect(faultsWith({ deployWindows: { ...windows, timeZone } })).toEqual([]);
  });

  it("is not an incident until a day, or until a minute", () => {
    for (const until of ["2026-11-22", "2026-11-22T06:00Z"])
      expect(faultsWith({ incident: { ...incident, until } })).toEqual([]);
  });
});
