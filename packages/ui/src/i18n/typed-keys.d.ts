import "i18next";
import type { shared } from "./shared.es-cl.ts";

// Each application declares this again with its own namespaces beside `shared`.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shared";
    resources: { shared: typeof shared };
  }
}
