/** The pages and their addresses. */
export type Place =
  | { page: 'fleet' | 'customers' | 'rollups' | 'parity' | 'profiles' | 'nowhere' }
  | { page: 'probe'; tenant: string; probe: string }
  | { page: 'customer'; tenant: string; id: string };

const lists: Record<string, Place> = {
  '/': { page: 'fleet' },
  '/index.html': { page: 'fleet' },
  '/customers': { page: 'customers' },
  '/rollups': { page: 'rollups' },
  '/parity': { page: 'parity' },
  '/profiles': { page: 'profiles' },
};

export function placeOf(path: string): Place {
  const list = lists[path.length > 1 ? path.replace(/\/$/, '') : path];
  if (list) return list;
  const [, kind, tenant, name] = /^\/(probes|customers)\/([^/]+)\/([^/]+)\/?$/.exec(path) ?? [];
  if (!tenant || !name) return { page: 'nowhere' };
  try {
    const [of, one] = [decodeURIComponent(tenant), decodeURIComponent(name)];
    return kind === 'probes' ? { page: 'probe', tenant: of, probe: one } : { page: 'customer', tenant: of, id: one };
  } catch {
    return { page: 'nowhere' };
  }
}

export const probeLink = (tenant: string, probe: string) => `/probes/${encodeURIComponent(tenant)}/${encodeURIComponent(probe)}`;
export const customerLink = (tenant: string, id: string) => `/customers/${encodeURIComponent(tenant)}/${encodeURIComponent(id)}`;
