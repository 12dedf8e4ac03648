import { directory } from "./directory/texts.es-cl.ts";
import { editors } from "./editors/texts.es-cl.ts";
import { hours } from "./hours/texts.es-cl.ts";
import { keptAway } from "./kept-away/texts.es-cl.ts";
import { people } from "./people/people.es-cl.ts";
import { rules } from "./rules/texts.es-cl.ts";

/** Texts that only pages beside the desk have. They come with the first of these pages that is opened. */
export const pages = { directory, editors, hours, keptAway, people, rules } as const;
