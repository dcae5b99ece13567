import { getProfile, type Profile } from '../api';
import { getChanges, getCustomer, type Change, type CustomerDetail } from '../api-customers';
import { Connection } from '../live/connection.svelte';

// An event says that a probe of the customer has changed; the sentence is read anew then, but not more often than this.
const readAgain = 2_000;

/** Everything the customer page shows, kept up to date by the events of the customer's probes. */
export class CustomerStore {
  detail = $state.raw<CustomerDetail | null>(null);
  profile = $state.raw<Profile | null>(null);
  /** Null until read, and where the collector keeps none. */
  changes = $state.raw<Change[] | null>(null);
  missing = $state<string | null>(null);
  readonly connection: Connection;
  readonly #tenant: string;
  readonly #id: string;
  #planned: ReturnType<typeof setTimeout> | undefined;

  constructor(tenant: string, id: string) {
    this.#tenant = tenant;
    this.#id = id;
    this.connection = new Connection({ only: { tenant, customer: id }, read: () => this.#read(), onProbe: () => this.#onProbe() });
  }

  close(): void {
    clearTimeout(this.#planned);
    this.connection.close();
  }

  #onProbe(): void {
    this.#planned ??= setTimeout(() => {
      this.#planned = undefined;
      void this.connection.lookNow();
    }, readAgain);
  }

  async #read(): Promise<void> {
    try {
      this.detail = await getCustomer(this.#tenant, this.#id);
      this.missing = null;
    } catch (failure) {
      const { status, message } = failure as { status?: number; message: string };
      this.missing = status === 404 ? message : null;
      throw failure;
    }
    this.profile ??= await getProfile();
    this.changes = await getChanges(this.#tenant, this.#id).then(
      (history) => history.changes,
      () => null,
    );
  }
}
