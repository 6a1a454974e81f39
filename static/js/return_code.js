/** The return code of this phone: given by the server, the same whenever it is asked for, kept by nobody in clear. */
import { postJson } from "dom";
import { read } from "store";

/** @returns {Promise<{ code: string, until: string | null } | null>} null where nobody answers now */
export async function returnCode() {
  const seat = read("seats")?.find((/** @type {import("join").Seat} */ each) => each.code === read("current"));
  if (!seat) return null;
  const reply = await postJson("/mi-recorrido/codigo", { token: seat.token }).catch(() => null);
  return reply?.ok ? reply.json().catch(() => null) : null;
}
