import { MantineProvider } from "@mantine/core";
import type { i18n } from "i18next";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { cssVariables, theme } from "./theme/theme.ts";

/** Theme and catalogues for a whole application. The scheme follows the system until the person chooses. */
export function LissProvider({ translations, children }: { translations: i18n; children: ReactNode }) {
  return (
    <I18nextProvider i18n={translations}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        {children}
      </MantineProvider>
    </I18nextProvider>
  );
}
