/** Where this phone is, asked once and only when somebody pressed for it (SG-06). */

const PATIENCE = 20_000;

/** The place as one reads it, with how sure it is; null where the phone gives none. */
export function whereNow(found: Geolocation | undefined = navigator.geolocation): Promise<string | null> {
  return new Promise((resolve) => {
    if (found === undefined) return resolve(null);
    found.getCurrentPosition(
      ({ coords }) => resolve(`${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)} (± ${Math.ceil(coords.accuracy)} m)`),
      () => resolve(null),
      { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE },
    );
  });
}
