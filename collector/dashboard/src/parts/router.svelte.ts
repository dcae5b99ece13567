export type Place = { page: 'fleet' } | { page: 'probe'; tenant: string; probe: string } | { page: 'nowhere' };

export function placeOf(path: string): Place {
  if (path === '/' || path === '/index.html') return { page: 'fleet' };
  const [, tenant, probe] = /^\/probes\/([^/]+)\/([^/]+)\/?$/.exec(path) ?? [];
  if (!tenant || !probe) return { page: 'nowhere' };
  try {
    return { page: 'probe', tenant: decodeURIComponent(tenant), probe: decodeURIComponent(probe) };
  } catch {
    return { page: 'nowhere' };
  }
}

export const probeLink = (tenant: string, probe: string) => `/probes/${encodeURIComponent(tenant)}/${encodeURIComponent(probe)}`;

/** Which page is shown, kept in the address bar. */
class Router {
  path = $state(location.pathname);
  /** The fleet list as it was last looked at: the way back leads there. */
  fleetUrl = $state('/');

  constructor() {
    if (placeOf(location.pathname).page === 'fleet') this.fleetUrl = location.pathname + location.search;
    addEventListener('popstate', () => (this.path = location.pathname));
    document.addEventListener('click', (event) => this.#clicked(event));
  }

  get place(): Place {
    return placeOf(this.path);
  }

  go(url: string): void {
    history.pushState(null, '', url);
    this.path = location.pathname;
    scrollTo(0, 0);
  }

  /** The same page with other settings: no new entry in the history. */
  restate(url: string): void {
    this.fleetUrl = url;
    if (location.pathname + location.search !== url) history.replaceState(history.state, '', url);
  }

  #clicked(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest('a');
    if (!link || link.target || link.hash || link.origin !== location.origin || placeOf(link.pathname).page === 'nowhere') return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();
