/** The name under which the evidence of a rollout is kept. @param project its name at Vercel */
export const rolloutName = (project: string, flag: string): string => `${project}/${flag}`;
