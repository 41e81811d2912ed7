const mb = 1024 * 1024;
const gb = 1024 * mb;

/** CPUs and bytes of memory by plan. @see https://render.com/pricing */
const types: Readonly<Record<string, { readonly cpu: number; readonly memory: number }>> = {
  free: { cpu: 0.1, memory: 512 * mb },
  starter: { cpu: 0.5, memory: 512 * mb },
  starter_plus: { cpu: 1, memory: gb },
  standard: { cpu: 1, memory: 2 * gb },
  standard_plus: { cpu: 1.5, memory: 3 * gb },
  pro: { cpu: 2, memory: 4 * gb },
  pro_plus: { cpu: 4, memory: 8 * gb },
  pro_max: { cpu: 4, memory: 16 * gb },
  pro_ultra: { cpu: 8, memory: 32 * gb },
};

/** What one instance of a plan has; of a plan that this does not know, as much as `standard`. */
export const instanceType = (plan: string) => types[plan] ?? { cpu: 1, memory: 2 * gb };
