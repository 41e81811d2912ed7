import { describe, expect, it } from "vitest";
import { statusPage } from "../../../release/status/page.ts";
import type { Status } from "../../../release/status/status.ts";
import { exampleStatus, verdict } from "./example-status.ts";

const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>" style="position:fixed`;

describe("the page", () => {
  it("asks for nothing: no script, no address, one style that its policy names by digest", async () => {
    const page = await statusPage(exampleStatus);
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy.replaceAll("&#39;", "'")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'$/,
    );
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<script|\son\w+=|\sstyle="|<link|<img|url\(|https?:\/\/(?!www\.w3\.org)/i);
  });

  it("says at once what users get, in which state, and what comes next", async () => {
    const page = await statusPage(exampleStatus);
    expect(page).toContain('<p class="percent">50 %</p>');
    expect(page).toContain('<span class="chip bad">Blocked</span>');
    expect(page).toContain('aria-current="step"');
    expect(page).toContain("Held:</strong> release freeze for the conference");
  });

  it("draws success, durations and share, each told in words too", async () => {
    const page = await statusPage(exampleStatus);
    expect(page.match(/class="plot-/g)).toHaveLength(3);
    expect(page).toContain("Now 95.8 %; the gates ask for 95 %.");
    expect(page).toContain("p95 8 min 25 s (dashed)");
    expect(page).toContain("Seen 47.6 %; dashed: what was given.");
  });

  it("shows what others wrote as text", async () => {
    const page = await statusPage({
      ...exampleStatus,
      ...{ rollout: hostile, headline: hostile, drift: [hostile], journal: [hostile] },
      hold: { reason: hostile, by: hostile, since: exampleStatus.at },
      events: [{ at: exampleStatus.at, kind: "complaint", text: hostile, actor: hostile, commit: hostile }],
      gates: {
        live: true,
        verdicts: [verdict({ name: hostile, observed: hostile, expected: hostile, reason: hostile })],
      },
      series: { ...exampleStatus.series, steps: [{ at: exampleStatus.at, name: hostile, percent: 50 }] },
      unknown: [{ what: hostile, why: hostile }],
    });
    expect(page).not.toMatch(/<script|<img|" style=/);
    expect(page).toContain("&lt;script&gt;");
  });

  it("can be drawn when nothing is known", async () => {
    const unknown: Status = {
      ...exampleStatus,
      ...{ standing: "unknown", users: null, step: null, next: null, hold: null, watch: null, events: [] },
      gates: { live: false, verdicts: [] },
      series: { success: [], p50: [], p95: [], share: [], steps: [], successNeeded: null },
      unknown: [{ what: "What users get", why: "no answer" }],
    };
    const page = await statusPage(unknown);
    expect(page).toContain("? %");
    expect(page).toContain("What users get is not known:");
    expect(page).not.toContain('class="charts"');
  });
});
