import "i18next";
import type { shared } from "@liss/ui";
import type { desk } from "./texts.es-cl.ts";
import type { pages } from "./texts-of-pages.es-cl.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "desk";
    resources: { shared: typeof shared; desk: typeof desk & typeof pages };
  }
}
