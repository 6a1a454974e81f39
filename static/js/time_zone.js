// The trainer's zone: asked of her browser when a run is made, and then the run's own.

/** «America/Lima», or nothing where the browser does not say. */
export function browserTimeZone() {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  } catch {
    return "";
  }
}

/**
 * «10:17», by the clocks of a zone; by this browser's where it knows no such zone.
 * @param {string | undefined} zone
 */
export function timeIn(zone) {
  const parts = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });
  try {
    return new Date().toLocaleTimeString("es", { ...parts, timeZone: zone || undefined });
  } catch {
    return new Date().toLocaleTimeString("es", parts);
  }
}
