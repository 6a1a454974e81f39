/** A choice after a story: the phone reads and fills it as any choice. */
export { arrange, draft, fill, patch, read, refresh, say } from "activities/choice";
