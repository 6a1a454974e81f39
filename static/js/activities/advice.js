/** First thing that somebody would do: a text like any other. */
export { draft, fill, read, refresh, say } from "activities/text_field";
export { patch } from "activities/text_cards";
