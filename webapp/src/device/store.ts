/** What this device keeps: a few tables of small values in IndexedDB; durable on return, all of a write or nothing. */

/**
 * `keys` of this device, `chains` of its acts, what was `refused` and nobody looked at yet, `done` acts with proofs, `logs` seen, what is typed (`drafts`), and
 * attachments on their way (`uploads`), sealed, in `pieces`; gestures on `many` items, each act in a row of its own until it is signed (`parts`).
 */
export const TABLES = [
  "keys", "chains", "aside", "refused", "done", "logs", "evidence", "offers", "directory", "drafts", "uploads", "pieces", "many", "parts", "terms",
] as const; // prettier-ignore
export type Table = (typeof TABLES)[number];

/** One value put in its place; undefined takes it away. */
export type Change = { readonly table: Table; readonly key: string; readonly value: unknown };

export interface Store {
  /** The value, or undefined when there is none. */
  get(table: Table, key: string): Promise<unknown>;
  /** Every key with its value, by key. */
  all(table: Table): Promise<[string, unknown][]>;
  /** All of these or none; durable on return. Throws StoreFailed when the device could not keep them. */
  write(changes: readonly Change[]): Promise<void>;
  /** Let go of it; another may open it then. */
  close(): void;
}

/** The device could not keep something (full, or private browsing): nothing was sent; call by telephone. */
export class StoreFailed extends Error {
  override readonly name = "StoreFailed";
}

const VERSION = 5;

/** Open (or make) the store of this name. Throws StoreFailed when the browser gives none. */
export async function openStore(name: string, factory: IDBFactory = indexedDB): Promise<Store> {
  const opening = factory.open(name, VERSION);
  opening.onupgradeneeded = () => {
    const { result } = opening;
    for (const table of TABLES) if (!result.objectStoreNames.contains(table)) result.createObjectStore(table);
  };
  const database = await opened(opening);
  database.onversionchange = () => database.close();
  return {
    async get(table, key) {
      return answered(database.transaction(table).objectStore(table).get(key));
    },
    async all(table) {
      const rows = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([answered(rows.getAllKeys()), answered(rows.getAll())]);
      return keys.map((key, index) => [String(key), values[index]]);
    },
    async write(changes) {
      if (changes.length === 0) return;
      const tables = [...new Set(changes.map((change) => change.table))];
      try {
        await put(database.transaction(tables, "readwrite", { durability: "strict" }), changes);
      } catch {
        throw new StoreFailed("This device cannot keep what was to be sent; nothing was sent. Call by telephone.");
      }
    },
    close() {
      database.close();
    },
  };
}

/** A store that forgets: for tests of what uses one. */
export function memoryStore(): Store {
  const tables = new Map<Table, Map<string, unknown>>(TABLES.map((table) => [table, new Map()]));
  const rows = (table: Table): Map<string, unknown> => tables.get(table) ?? new Map<string, unknown>();
  return {
    get: async (table, key) => rows(table).get(key),
    all: async (table) => [...rows(table)].sort(([one], [other]) => (one < other ? -1 : 1)),
    async write(changes) {
      for (const { table, key, value } of changes) {
        if (value === undefined) rows(table).delete(key);
        else rows(table).set(key, structuredClone(value));
      }
    },
    close: () => undefined,
  };
}

/** A tab of an older app that does not let go would hold this up for ever, in silence; what opens after all is let go of. */
function opened(opening: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    answered(opening).then(resolve, reject);
    opening.onblocked = () => {
      opening.onsuccess = () => opening.result.close();
      reject(new StoreFailed("Another window of Piket holds what this device keeps; close it and begin again."));
    };
  });
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new StoreFailed("This device cannot read what it keeps; call by telephone."));
  });
}

/** Resolves once all of it is on disk; what cannot be put takes back what was put before it. */
function put(transaction: IDBTransaction, changes: readonly Change[]): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new StoreFailed("Nothing was kept."));
    try {
      for (const { table, key, value } of changes) {
        const rows = transaction.objectStore(table);
        if (value === undefined) rows.delete(key);
        else rows.put(value, key);
      }
    } catch {
      transaction.abort();
    }
  });
}
