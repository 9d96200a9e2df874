/** Takes turns between every tab and worker of this device: one at a time signs, sends and hears the answer. */

/** Do `work` when nobody else holds `name`; gives or throws what the work does. */
export type Locks = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Turns between all pages and workers of this origin (Web Locks). */
export const webLocks: Locks = (name, work) => navigator.locks.request(name, work) as ReturnType<typeof work>;
