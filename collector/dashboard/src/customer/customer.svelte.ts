import { getProfile, type Profile } from '../api';
import { getChanges, getCustomer, type Change, type CustomerDetail } from '../api-customers';
import { Connection } from '../live/connection.svelte';

const every = 10_000;

/** Everything the customer page shows, read anew every ten seconds. */
export class CustomerStore {
  detail = $state.raw<CustomerDetail | null>(null);
  profile = $state.raw<Profile | null>(null);
  /** Null until read, and where the collector keeps none. */
  changes = $state.raw<Change[] | null>(null);
  missing = $state<string | null>(null);
  readonly connection: Connection;
  readonly #tenant: string;
  readonly #id: string;

  constructor(tenant: string, id: string) {
    this.#tenant = tenant;
    this.#id = id;
    this.connection = new Connection({ read: () => this.#read(), every });
  }

  close(): void {
    this.connection.close();
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
