import "i18next";
import type { shared } from "@liss/ui";
import type { explorer } from "./explorer.es-cl.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shared";
    resources: { shared: typeof shared; explorer: typeof explorer };
  }
}
