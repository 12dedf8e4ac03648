import "@liss/ui/styles.css";
import { createTranslations, LissProvider, ServerClockProvider } from "@liss/ui";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { firstLook } from "./app/first-look.ts";
import { createConsoleRouter } from "./app/router.tsx";
import { createWorkbench, WorkbenchProvider } from "./app/workbench.ts";
import { carriesFiles } from "./attaching/use-file-drop.ts";
import { Announcer } from "./live/announcer.tsx";
import { desk } from "./texts.es-cl.ts";

const workbench = createWorkbench();
const translations = createTranslations({ desk });
const router = createConsoleRouter();

// A reload would lose what is half written; the browser asks first.
addEventListener("beforeunload", (event) => {
  if (workbench.drafts.any() || workbench.unsent.any() || workbench.attachments.any()) event.preventDefault();
});

// A file that is dropped beside where it may be would open in place of the desk, and everything on it would be gone.
for (const type of ["dragover", "drop"] as const)
  addEventListener(type, (event) => {
    if (!event.defaultPrevented && carriesFiles(event)) {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
    }
  });

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
const page = createRoot(root);
void firstLook(workbench, router).then(() =>
  page.render(
    <StrictMode>
      <LissProvider translations={translations}>
        <QueryClientProvider client={workbench.queries}>
          <ServerClockProvider value={workbench.clock}>
            <WorkbenchProvider value={workbench}>
              <Announcer>
                <RouterProvider router={router} />
              </Announcer>
            </WorkbenchProvider>
          </ServerClockProvider>
        </QueryClientProvider>
      </LissProvider>
    </StrictMode>,
  ),
);
