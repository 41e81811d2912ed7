import type { ProjectedResource, Projection } from "./projection.ts";

/**
 * How the last state of a stack differs from what was emulated in its place, a line each: whoever reads a rehearsed preview
 * knows by it what the preview cannot show.
 */
export function differencesOf(real: Projection, emulated: Projection): string[] {
  const [there, here] = [byKey(real), byKey(emulated)];
  return [
    ...[...there].flatMap(([key, { settings }]) => {
      const emulatedSettings = here.get(key)?.settings;
      if (!emulatedSettings) return [];
      return Object.entries(settings)
        .filter(([name, value]) => emulatedSettings[name] !== value)
        .map(
          ([name, value]) => `${key}: ${name} is ${value} in the real stack, and ${told(emulatedSettings[name])} here`,
        );
    }),
    ...[...there].filter(([key]) => !here.has(key)).map(([key]) => `${key} is in the real stack, and was not emulated`),
    ...[...here].filter(([key]) => !there.has(key)).map(([key]) => `${key} was emulated, and is not in the real stack`),
  ];
}

const byKey = ({ resources }: Projection): ReadonlyMap<string, ProjectedResource> =>
  new Map(resources.map((resource) => [`${resource.type} ${resource.name}`, resource]));

const told = (value: string | number | undefined): string => (value === undefined ? "not set" : `${value}`);
