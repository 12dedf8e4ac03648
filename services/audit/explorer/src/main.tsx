import "@liss/ui/styles.css";
import "./paper.css";
import { createTranslations, LissProvider } from "@liss/ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { explorer } from "./i18n/explorer.es-cl.ts";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LissProvider translations={createTranslations({ explorer })}>
        <App />
      </LissProvider>
    </StrictMode>,
  );
}
