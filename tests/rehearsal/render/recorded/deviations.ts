/** Differences in shape between a recording (-) and our answer (+) that are meant. */
export const deviations: readonly { readonly of?: RegExp; readonly difference: RegExp; readonly reason: string }[] = [
  {
    difference: /^\+(.*\.)?autoDeployTrigger:string$/,
    reason: "recordings of before May 2025 are older than the field",
  },
  {
    of: /environments/,
    difference: /^\+networkIsolationEnabled:boolean$/,
    reason: "half of the recordings of one and the same day lack it; the document requires it",
  },
  {
    of: /POST .*\{srv\}\/deploys/,
    difference: /^(\+startedAt:string|-finishedAt:null)$/,
    reason: "in January 2025 a running deploy had a finishedAt of null and no startedAt, since May 2025 the other way",
  },
  {
    of: /PATCH .*postgres/,
    difference: /^\+diskAutoscalingEnabled:boolean$/,
    reason: "a recording of 2024 is older than the field",
  },
];
