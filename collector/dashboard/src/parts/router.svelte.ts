import { placeOf, type Place } from './places';

/** Which page is shown, kept in the address bar. */
class Router {
  path = $state(location.pathname);
  /** The lists as they were last looked at: the way back leads there. */
  fleetUrl = $state('/');
  customersUrl = $state('/customers');

  constructor() {
    this.#remember(location.pathname + location.search);
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
    this.#remember(url);
    if (location.pathname + location.search !== url) history.replaceState(history.state, '', url);
  }

  #remember(url: string): void {
    const { page } = placeOf(new URL(url, location.origin).pathname);
    if (page === 'fleet') this.fleetUrl = url;
    if (page === 'customers') this.customersUrl = url;
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
