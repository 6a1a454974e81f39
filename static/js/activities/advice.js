/** What somebody would do first: a text like any other. */
export { draft, fill, read, refresh, say } from "activities/text";
export { patch } from "activities/text_cards";
